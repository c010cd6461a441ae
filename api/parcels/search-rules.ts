import type { ParcelConditions } from './query-schema.ts';
import { indicatorCondition } from './terms.ts';

/** What is asked of indicators: of each requirement its lower bound, else its upper one. */
export type Bounds = ReadonlyMap<string, number>;

/** What a search asks of one version. A version never changes, so neither does this. */
export type VersionFacts = {
  id: number;
  version: number;
  code: string;
  districtCode: string;
  parkCode: string;
  useCode: string;
  areaM2: number;
  /** Offered area in 亩 to the two decimals that are shown: a filter means what a person reads. */
  mu: number;
  startPriceYuan: number | null;
  signupEndsAtMs: number | null;
  /** Admitted industries in the order of the record. */
  admitted: string[];
  /** Keys of the utilities that are ready. */
  ready: string[];
  /** For each of `admitted` what its row asks, and what is asked of the parcel as a whole. */
  rows: Bounds[];
  /** What is asked of the parcel as a whole. */
  whole: Bounds;
};

/** A parcel that is public at one instant, and what of the query only the database can tell. */
export type PublicParcel = {
  facts: VersionFacts;
  status: string;
  inWords: boolean;
  inBox: boolean;
  /** From the place of `near`; null where none is asked for. */
  distanceM: number | null;
};

/** A parcel held against the conditions of a query. */
export type Judged = {
  parcel: PublicParcel;
  /** What the row asks that counts. */
  row: Bounds;
  /** The one condition it misses; null when it matches all, `several` when more are missed. */
  misses: string | null;
};

type Test = { condition: string; holds: (parcel: PublicParcel, row: Bounds) => boolean };

/** Holds every parcel against every condition; all conditions on one indicator count as one (`indicator.tax_per_mu`). */
export function judge(parcels: PublicParcel[], query: ParcelConditions): Judged[] {
  const tests = testsOf(query);
  return parcels.map((parcel) => {
    const row = chosenRow(parcel.facts, query);
    return { parcel, row, misses: missedOf(parcel, row, tests) };
  });
}

function missedOf(parcel: PublicParcel, row: Bounds, tests: Test[]): string | null {
  let missed: string | null = null;
  for (const { condition, holds } of tests) {
    if (holds(parcel, row)) continue;
    if (missed !== null) return 'several';
    missed = condition;
  }
  return missed;
}

/** Whether it matches, whatever is chosen for this condition. */
export function matchesBut({ misses }: Judged, condition: string): boolean {
  return misses === null || misses === condition;
}

function testsOf(query: ParcelConditions): Test[] {
  const { district, park, status, use, industry, minMu, maxMu, maxPrice, readiness, near } = query;
  const asked: (Test | undefined)[] = [
    district && { condition: 'district', holds: ({ facts }) => district.includes(facts.districtCode) },
    park && { condition: 'park', holds: ({ facts }) => park.includes(facts.parkCode) },
    status && { condition: 'status', holds: (parcel) => status.some((key) => key === parcel.status) },
    use && { condition: 'use', holds: ({ facts }) => use.includes(facts.useCode) },
    industry && { condition: 'industry', holds: ({ facts }) => admits(facts.admitted, industry) },
    minMu === undefined && maxMu === undefined
      ? undefined
      : { condition: 'area', holds: ({ facts: { mu } }) => mu >= (minMu ?? 0) && mu <= (maxMu ?? Infinity) },
    maxPrice === undefined
      ? undefined
      : {
          condition: 'price',
          holds: ({ facts }) => facts.startPriceYuan !== null && facts.startPriceYuan <= maxPrice,
        },
    readiness && {
      condition: 'readiness',
      holds: ({ facts }) => readiness.every((key) => facts.ready.includes(key)),
    },
    query.q === undefined ? undefined : { condition: 'words', holds: ({ inWords }) => inWords },
    query.bbox && { condition: 'box', holds: ({ inBox }) => inBox },
    near && {
      condition: 'near',
      holds: ({ distanceM }) => distanceM !== null && distanceM <= near[2] * 1000,
    },
    ...[...demandsOf(query.indicator)].map(([key, meets]) => ({
      condition: `indicator.${key}`,
      holds: (_parcel: PublicParcel, row: Bounds) => meets(row.get(key) ?? null),
    })),
  ];
  return asked.filter((test) => test !== undefined);
}

/** Whether what a parcel asks of an indicator, or null where it is not stated, meets every condition on that indicator. */
type Demand = (asked: number | null) => boolean;

const comparisons: Record<string, (asked: number, limit: number) => boolean> = {
  '<=': (asked, limit) => asked <= limit,
  '<': (asked, limit) => asked < limit,
  '>=': (asked, limit) => asked >= limit,
  '>': (asked, limit) => asked > limit,
};

function demandsOf(written: string[] | undefined): Map<string, Demand> {
  const demands = new Map<string, Demand>();
  for (const text of written ?? []) {
    const [, key = '', operator = '', number = ''] = indicatorCondition.exec(text) ?? [];
    const compare = comparisons[operator];
    if (compare === undefined) throw new Error('the schema lets only parsed conditions through');
    const earlier = demands.get(key);
    demands.set(
      key,
      (asked) => asked !== null && compare(asked, Number(number)) && (earlier?.(asked) ?? true),
    );
  }
  return demands;
}

/** Whether a row meets all conditions on indicators. */
export function indicatorTest(query: ParcelConditions): (row: Bounds) => boolean {
  const demands = [...demandsOf(query.indicator)];
  return (row) => demands.every(([key, meets]) => meets(row.get(key) ?? null));
}

/** GB/T 4754 codes are prefixes: who admits 36 as a whole admits 361, and who wants 36 is served by 361. */
function isRelated(admitted: string, wanted: string): boolean {
  return admitted.startsWith(wanted) || wanted.startsWith(admitted);
}

/** Whether any of the admitted industries serves any of the wanted ones. */
export function admits(admitted: string[], wanted: string[]): boolean {
  return admitted.some((own) => wanted.some((code) => isRelated(own, code)));
}

/** By which industries a parcel is looked at: first by the one of `for`, then by those of `industry`. */
export type Wanted = Pick<ParcelConditions, 'for' | 'industry'>;

/**
 * The row that counts: of the industry looked at, else of the first admitted one that matches the wanted ones, else of the
 * first. A winner meets one row, so conditions, colours and order all look at the same.
 */
export function chosenRow(facts: VersionFacts, { for: lead, industry = [] }: Wanted): Bounds {
  const { admitted, rows, whole } = facts;
  const searched = admitted.findIndex((own) => industry.some((code) => isRelated(own, code)));
  return ledRow(facts, lead) ?? rows[Math.max(searched, 0)] ?? whole;
}

/** The row of the industry looked at; null where the parcel does not admit it, or none is looked at. */
export function ledRow({ admitted, rows }: VersionFacts, lead: string | undefined): Bounds | null {
  if (lead === undefined) return null;
  return rows[admitted.findIndex((own) => isRelated(own, lead))] ?? null;
}

/** Offered areas together. They have two decimals: whole hundredths add up exactly. */
export function sumAreasM2(parcels: PublicParcel[]): number {
  return parcels.reduce((sum, { facts }) => sum + Math.round(facts.areaM2 * 100), 0) / 100;
}
