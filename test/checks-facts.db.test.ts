import { beforeAll, expect, it } from 'vitest';
import { checkParcel } from '../api/checks/check.ts';
import type { City } from '../api/city/pack.ts';
import type { Tx } from '../api/db/database.ts';
import type { ParcelDraft, ParcelEvent } from '../api/imports/schema.ts';
import { commit, parcelDraft, prepareCity, readJinhua, square } from './support/parcels.ts';
import { onBothDatabases } from './support/test-database.ts';

const now = new Date('2026-11-22T02:00:00Z');

/** Undoes what a test did. */
class Undo extends Error {}

onBothDatabases('what the health check knows of a place', (open) => {
  let city: City;

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
  });

  /** Findings of the rules about others' land, of a parcel of 200 m × 200 m. */
  async function findingsOf(tx: Tx, departmentCode = 'wuyi') {
    const content = parcelDraft('CF-1', { geometry: rectangle([0, 0], [200, 200]) });
    const { findings } = await checkParcel(tx, { content, departmentCode }, { city, now });
    return findings.filter(({ rule }) => rule.startsWith('overlap-') || rule === 'protected-area');
  }

  async function undone(run: (tx: Tx) => Promise<void>) {
    const done = open().transaction(async (tx) => {
      await run(tx);
      throw new Undo();
    });
    await expect(done).rejects.toBeInstanceOf(Undo);
  }

  const protect = (tx: Tx, { multiPolygon }: Shape) => tx`
    insert into protected_area (kind, geom) values ('basic-farmland',
      st_setsrid(st_geomfromgeojson(${JSON.stringify(multiPolygon)}::text), 4490))`;

  const drafted = (tx: Tx, department: string, draft: ParcelDraft) => tx`
    insert into parcel_draft (code, department_code, content, geom, created_at, updated_at)
    values (${draft.code}, ${department}, ${tx.json(draft)},
      st_setsrid(st_geomfromgeojson(${JSON.stringify(draft.geometry?.multiPolygon)}::text), 4490), ${now}, ${now})`;

  it('counts land that two protected areas share once, and what only one of them has too', async () => {
    await undone(async (tx) => {
      await protect(tx, rectangle([-100, -50], [200, 300]));
      await protect(tx, rectangle([-50, -100], [170, 400]));
      // The western 120 m of 200 m; both added up would be 44,000 m².
      expect(await findingsOf(tx)).toMatchObject([{ rule: 'protected-area', values: { areaM2: 24_000 } }]);
    });
  });

  it.each([
    ['2.5 m²', [1, 2.5], true],
    ['4,000 m²', [20, 200], true],
    ['half a square metre', [0.5, 1], false],
  ])('tells of %s of protected land: %j, %s', async (_area, [widthM = 0, heightM = 0], isTold) => {
    await undone(async (tx) => {
      await protect(tx, rectangle([200 - widthM, 0], [300, heightM]));
      const rules = (await findingsOf(tx)).map(({ rule }) => rule);
      expect(rules).toEqual(isTold ? ['protected-area'] : []);
    });
  });

  it.each([
    ['2.5 m²', [1, 2.5], true],
    ['4,000 m²', [20, 200], true],
    ['what two surveys of one boundary differ by', [0.05, 200], false],
    ['half a square metre', [0.5, 1], false],
  ])('tells of a neighbour on %s: %j, %s', async (_area, [widthM = 0, heightM = 0], isTold) => {
    await undone(async (tx) => {
      const geometry = rectangle([200 - widthM, 0], [300, heightM]);
      await drafted(tx, 'wuyi', parcelDraft('CF-2', { geometry }));
      const rules = (await findingsOf(tx)).map(({ rule }) => rule);
      expect(rules).toEqual(isTold ? ['overlap-draft'] : []);
    });
  });

  it('names a draft of the own department, and of another nothing but that and how much', async () => {
    await undone(async (tx) => {
      await drafted(tx, 'yongkang', parcelDraft('YK-SECRET', { geometry: rectangle([100, 0], [200, 200]) }));
      const told = await findingsOf(tx);
      expect(told).toMatchObject([
        { rule: 'overlap-draft', message: expect.stringMatching(/^与另一部门编制中的地块重叠/) },
      ]);
      expect(JSON.stringify(told)).not.toContain('YK-SECRET');
      const own = await findingsOf(tx, 'yongkang');
      expect(own).toMatchObject([{ rule: 'overlap-draft', values: { code: 'YK-SECRET' } }]);
    });
  });

  it('passes on that the protected areas could not be read, without a word of the database', async () => {
    const refusal = await open()
      .transaction(async (tx) => {
        await tx`alter table protected_area rename to gone`;
        await findingsOf(tx);
      })
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'internal', cause: undefined });
    expect(String(refusal)).not.toContain('protected_area');
  });

  it.each<[ParcelEvent['kind'], boolean]>([
    ['sold', true],
    ['unsold', true],
    ['suspended', true],
    ['supplied', true],
    ['construction-started', true],
    ['production-started', true],
    ['withdrawn', false],
    ['returned', false],
  ])('holds a parcel against one that is %s: %s', async (kind, counts) => {
    const code = `CF-${kind}`;
    const event = { kind, at: '2026-11-10T10:00:00+08:00', amountYuan: null, document: null };
    const neighbour = parcelDraft(code, { geometry: rectangle([100, 0], [200, 200]), events: [event] });
    const { findings } = await commit(open(), [neighbour], { pack: city.pack });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    await open().transaction(async (tx) => {
      const told = await findingsOf(tx);
      expect(told.map(({ rule, values }) => [rule, values?.['code']])).toEqual(
        counts ? [['overlap-live-parcel', code]] : [],
      );
      await tx`update publication set public_until = ${now}, ended_as = 'withdrawn'
        where parcel_id in (select id from parcel where code = ${code})`;
    });
  });
});

type Shape = NonNullable<ParcelDraft['geometry']>;

/** So many metres east and north of a place in Wuyi, and so many metres wide and high. */
function rectangle([eastM, northM]: [number, number], [widthM, heightM]: [number, number]): Shape {
  const lon = (metres: number) => 119.6 + metres / 97_380;
  const lat = (metres: number) => 29.05 + metres / 110_850;
  const [west, east] = [lon(eastM), lon(eastM + widthM)];
  const [south, north] = [lat(northM), lat(northM + heightM)];
  const ring: [number, number][] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const shape = square(119.6, 29.05);
  if (shape === undefined) throw new Error('a square is a shape');
  return { ...shape, multiPolygon: { type: 'MultiPolygon', coordinates: [[ring]] } };
}
