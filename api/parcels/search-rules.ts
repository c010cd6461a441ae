import type { ParcelConditions } from './schema.ts';
import { indicatorCondition } from './terms.ts';

/** What a search asks of one version. A version never changes, so neither does this. */
export type VersionFacts = {
  id: number;
  version: number;
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
  /** The bound of each requirement (the lower one, else the upper), by industry; under '' those of the whole parcel. */
  asked: Record<string, Record<string, number>>;
};

/** A parcel that is public at one instant, and what of the query only the database can tell. */
export type PublicParcel = VersionFacts & {
  code: string;
  status: string;
  publishedAtMs: number;
  inWords: boolean;
  inBox: boolean;
  /** From the place of `near`; null where none is asked for. */
  distanceM: number | null;
};

/** A parcel held against the conditions of a query. */
export type Judged = {
  parcel: PublicParcel;
  /** The one condition it misses; null when it matches all, `several` when more are missed. */
  misses: string | null;
};

type Test = { condition: string; holds: (parcel: PublicParcel) => boolean };

/** Holds every parcel against every condition; all conditions on one indicator count as one (`indicator.tax_per_mu`). */
export function judge(parcels: PublicParcel[], query: ParcelConditions): Judged[] {
  const tests = testsOf(query);
  return parcels.map((parcel) => ({ parcel, misses: missedOf(parcel, tests) }));
}

function missedOf(parcel: PublicParcel, tests: Test[]): string | null {
  let missed: string | null = null;
  for (const { condition, holds } of tests) {
    if (holds(parcel)) continue;
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
    district && { condition: 'district', holds: ({ districtCode }) => district.includes(districtCode) },
    park && { condition: 'park', holds: ({ parkCode }) => park.includes(parkCode) },
    status && { condition: 'status', holds: (parcel) => status.some((key) => key === parcel.status) },
    use && { condition: 'use', holds: ({ useCode }) => use.includes(useCode) },
    industry && { condition: 'industry', holds: ({ admitted }) => admits(admitted, industry) },
    minMu === undefined && maxMu === undefined
      ? undefined
      : { condition: 'area', holds: ({ mu }) => mu >= (minMu ?? 0) && mu <= (maxMu ?? Infinity) },
    maxPrice === undefined
      ? undefined
      : { condition: 'price', holds: ({ startPriceYuan: yuan }) => yuan !== null && yuan <= maxPrice },
    readiness && {
      condition: 'readiness',
      holds: ({ ready }) => readiness.every((key) => ready.includes(key)),
    },
    query.q === undefined ? undefined : { condition: 'words', holds: ({ inWords }) => inWords },
    query.bbox && { condition: 'box', holds: ({ inBox }) => inBox },
    near && {
      condition: 'near',
      holds: ({ distanceM }) => distanceM !== null && distanceM <= near[2] * 1000,
    },
    ...[...demandsOf(query.indicator)].map(([key, meets]) => ({
      condition: `indicator.${key}`,
      holds: (parcel: PublicParcel) => meets(askedBy(parcel, chosenRow(parcel, industry), key)),
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

/** Whether a parcel meets the conditions on indicators in the row of one of its industries. */
export function indicatorTest(query: ParcelConditions): (facts: VersionFacts, row: string) => boolean {
  const demands = [...demandsOf(query.indicator)];
  return (facts, row) => demands.every(([key, meets]) => meets(askedBy(facts, row, key)));
}

/** GB/T 4754 codes are prefixes: who admits 36 as a whole admits 361, and who wants 36 is served by 361. */
function isRelated(admitted: string, wanted: string): boolean {
  return admitted.startsWith(wanted) || wanted.startsWith(admitted);
}

/** Whether any of the admitted industries serves any of the wanted ones. */
export function admits(admitted: string[], wanted: string[]): boolean {
  return admitted.some((own) => wanted.some((code) => isRelated(own, code)));
}

/**
 * The admitted industry whose row counts: the first that matches the wanted ones, else the first; null without any. A
 * winner meets one row, so conditions, colours and order all look at the same.
 */
export function chosenRow({ admitted }: VersionFacts, wanted: string[] | undefined): string | null {
  const matching = wanted && admitted.find((own) => wanted.some((code) => isRelated(own, code)));
  return matching ?? admitted[0] ?? null;
}

/** What a row asks of an indicator, or the parcel as a whole; null where it is not stated. */
export function askedBy({ asked }: VersionFacts, row: string | null, key: string): number | null {
  return (row === null ? undefined : asked[row]?.[key]) ?? asked['']?.[key] ?? null;
}

/** Offered areas together. They have two decimals: whole hundredths add up exactly. */
export function sumAreasM2(parcels: PublicParcel[]): number {
  return parcels.reduce((sum, { areaM2 }) => sum + Math.round(areaM2 * 100), 0) / 100;
}
