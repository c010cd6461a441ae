import { beforeAll, expect, it } from 'vitest';
import { checkParcels, type CheckInput, type ParcelCheck } from '../api/checks/check.ts';
import type { City } from '../api/city/pack.ts';
import { insertEvaluations } from '../api/evaluations/store.ts';
import type { MultiPolygon, ParcelDraft } from '../api/imports/schema.ts';
import { cleanParcels } from './support/clean-parcels.ts';
import { mutants, type Surroundings } from './support/parcel-mutants.ts';
import { commit, prepareCity, readJinhua } from './support/parcels.ts';
import { onBothDatabases } from './support/test-database.ts';

const now = new Date('2026-11-22T02:00:00Z');
const today = '2026-11-22';

onBothDatabases('the health check', (open) => {
  let city: City;
  let clean: ParcelDraft[];
  const ofOwnDepartment = (content: ParcelDraft) => ({
    content,
    departmentCode: content.fields.department ?? null,
  });
  const check = (inputs: CheckInput[]): Promise<ParcelCheck[]> =>
    open().transaction((tx) => checkParcels(tx, inputs, { city, now }));
  const rulesOf = ({ findings }: ParcelCheck) => [...new Set(findings.map(({ rule }) => rule))].sort();

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    clean = cleanParcels(city, { count: 102, seed: 20261122, today });
  });

  it('finds nothing in a hundred clean parcels', async () => {
    const found = (await check(clean.slice(0, 100).map(ofOwnDepartment))).filter(
      ({ findings }) => findings.length > 0,
    );
    expect(found.map(({ code, findings }) => [code, findings])).toEqual([]);
  });

  it('says how many rules ran, and that fewer run where there is no shape', async () => {
    const [whole] = await check(clean.slice(0, 1).map(ofOwnDepartment));
    const shapelessDrafts = clean.slice(0, 1).map((draft) => ({ ...draft, geometry: undefined }));
    const [shapeless] = await check(shapelessDrafts.map(ofOwnDepartment));
    expect(whole).toMatchObject({ rulesRun: whole?.rulesPassed, checkedAt: now });
    expect(whole?.rulesRun).toBeGreaterThan(40);
    expect(shapeless?.rulesRun).toBeLessThan(whole?.rulesRun ?? 0);
    expect(shapeless?.rulesPassed).toBe((shapeless?.rulesRun ?? 0) - 1);
  });

  it('catches forty seeded defects, each by its own rule and by nothing else', async () => {
    const [live, drafted] = clean.slice(100);
    if (live === undefined || drafted === undefined) throw new Error('two more were made');
    await surround({ live, drafted });
    const seeded = mutants.map(({ seed, ...rest }, index) => {
      const sound = clean[index];
      if (sound === undefined) throw new Error('there are more clean parcels than mutants');
      const content = seed(structuredClone(sound), { live, drafted });
      return { ...rest, content };
    });
    const answers: ParcelCheck[] = [];
    for (const { content, department } of seeded)
      answers.push(
        ...(await check([{ content, departmentCode: department ?? content.fields.department ?? null }])),
      );
    const caught = answers.map((answer, index) => [seeded[index]?.defect, rulesOf(answer)]);
    expect(caught).toEqual(seeded.map(({ defect, caughtBy }) => [defect, [...caughtBy].sort()]));
    expect(seeded).toHaveLength(40);
  });

  async function surround({ live, drafted }: Surroundings) {
    const committed = await commit(open(), [live], { pack: city.pack });
    expect(committed.findings).toEqual([]);
    const evaluation = { approvedBy: null, approvedOn: '2020-01-01', reportNumber: null };
    await open().transaction(async (tx) => {
      await tx`
        insert into parcel_draft (code, department_code, content, geom, created_at, updated_at)
        values (${drafted.code}, ${drafted.fields.department ?? ''}, ${tx.json(drafted)},
          st_setsrid(st_geomfromgeojson(${JSON.stringify(drafted.geometry?.multiPolygon)}::text), 4490), ${now}, ${now})`;
      await insertEvaluations(
        tx,
        [
          {
            ...evaluation,
            kind: 'flood',
            validUntil: '2026-11-01',
            geometry: boxAround(mutantShape('evaluation-expired')),
          },
          {
            ...evaluation,
            kind: 'energy',
            validUntil: '2026-12-24',
            geometry: boxAround(mutantShape('evaluation-expires')),
          },
        ],
        { publicFrom: new Date('2026-01-01T00:00:00Z'), demo: false },
      );
      await tx`
        insert into protected_area (kind, geom) values ('basic-farmland',
          st_setsrid(st_geomfromgeojson(${JSON.stringify(boxAround(mutantShape('protected-area')))}::text), 4490))`;
      await tx`
        insert into department (code, name_zh, name_en) values ('test-silent', '无电话', 'No phone')`;
      await tx`
        insert into duty_officer (department_code, position, name_zh, name_en, phone)
        values ('test-silent', 1, '某', 'Somebody', '-----')`;
    });
  }

  /** The clean shape of the mutant that a rule catches. */
  function mutantShape(rule: string): MultiPolygon {
    const index = mutants.findIndex(({ caughtBy }) => caughtBy.includes(rule));
    const shape = clean[index]?.geometry?.multiPolygon;
    if (shape === undefined) throw new Error(`no mutant is caught by ${rule}`);
    return shape;
  }
});

/** A box that covers the western half of a shape's place and no neighbour's. */
function boxAround({ coordinates }: MultiPolygon): MultiPolygon {
  const lons = coordinates.flat(2).map(([lon]) => lon);
  const lats = coordinates.flat(2).map(([, lat]) => lat);
  const [west, east] = [Math.min(...lons), (Math.min(...lons) + Math.max(...lons)) / 2];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const ring: [number, number][] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'MultiPolygon', coordinates: [[ring]] };
}
