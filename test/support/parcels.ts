import { readCity, type City } from '../../api/city/pack.ts';
import { readIndustries } from '../../api/city/industries.ts';
import { readIndustryNames, writeCity } from '../../api/city/store.ts';
import { batchDeadlineMs, type Database } from '../../api/db/database.ts';
import type { Interval, ParcelDraft, Provenance } from '../../api/imports/schema.ts';
import { commitDrafts, type CommitOptions, type CommitOutcome } from '../../api/parcels/commit.ts';

export function readJinhua(): Promise<City> {
  return readCity('data/cities', 'jinhua');
}

export function atLeast(value: number): Interval {
  return { lower: value, lowerOp: '>=', upper: null, upperOp: null };
}

export const verified: Provenance = {
  source: '出让方案',
  sourceNumber: '试〔2026〕1 号',
  verifiedBy: '试验核实单位',
  verifiedOn: '2026-11-01',
  validUntil: null,
};

/** A square of about 200 m × 200 m whose south-west corner is at [lon, lat]; survey precision on purpose. */
export function square(lon: number, lat: number, sideDegrees = 0.002): ParcelDraft['geometry'] {
  const [west, south] = [lon + 0.0000123, lat + 0.0000321];
  const [east, north] = [west + sideDegrees, south + sideDegrees];
  return {
    multiPolygon: {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
          ],
        ],
      ],
    },
    sourceCrs: 'EPSG:4528',
    format: 'txt',
    file: 'test.txt',
    areaM2: 43_000,
    surveyedOn: '2026-10-01',
  };
}

/** A parcel that can be published as it is; what a test is about is given over it. */
export function parcelDraft(code: string, over: Partial<ParcelDraft> = {}): ParcelDraft {
  return {
    code,
    geometry: square(119.6, 29.05),
    limits: { far: { lower: 1.5, lowerOp: '>=', upper: 2.5, upperOp: '<=' } },
    admissions: [
      { industry: '36', note: null, indicators: { tax_per_mu: atLeast(32) }, basis: null },
      { industry: '381', note: null, indicators: { tax_per_mu: atLeast(25) }, basis: null },
    ],
    utilities: [{ key: 'power', state: 'ready', capacity: '12,000 kVA', capacityEn: null, readyOn: null }],
    costs: [],
    events: [],
    provenance: { fields: verified },
    places: { fields: { file: 'test.xlsx', row: 2 } },
    ...over,
    fields: {
      name: `${code} 号地`,
      nameEn: `Plot ${code}`,
      district: '武义县',
      park: 'park-wy-equipment',
      department: 'wuyi',
      useCode: '100101',
      offeredAreaM2: 40_000,
      landAreaM2: 41_000,
      ...over.fields,
    },
  };
}

export async function prepareCity(database: Database, city: City): Promise<void> {
  const industries = await readIndustries('data/industries.csv');
  await database.transaction((tx) => writeCity(tx, city.pack, industries), { deadlineMs: batchDeadlineMs });
}

/** Commits drafts the way an import does, public from `publicFrom` on. */
export function commit(
  database: Database,
  drafts: ParcelDraft[],
  over: Partial<CommitOptions> & Pick<CommitOptions, 'pack'>,
): Promise<CommitOutcome> {
  return database.transaction(
    async (tx) =>
      commitDrafts(tx, drafts, {
        importedBy: 'test',
        fileNames: ['test.txt'],
        demo: false,
        publicFrom: new Date('2026-11-01T00:00:00Z'),
        eventsKnownWhenTheyHappened: true,
        industryNames: await readIndustryNames(tx),
        ...over,
      }),
    { deadlineMs: batchDeadlineMs },
  );
}
