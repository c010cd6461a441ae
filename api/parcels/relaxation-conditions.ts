import type { Limit } from './relaxation-limits.ts';
import type { ParcelConditions } from './schema.ts';
import { indicatorCondition as writtenCondition } from './terms.ts';

/** What of a public parcel the conditions of one query are about. */
export type Candidate = {
  areaM2: number;
  /** Offered area in 亩, to the two decimals that are shown. */
  mu: number;
  /** Start price in yuan; null where it is not announced. */
  price: number | null;
  /** From the place of `near`; null where none is asked for. */
  distanceM: number | null;
  /** Keys of the conditions without a number that it fails. */
  fails: string[];
  /** The wanted utilities that are not ready. */
  lacking: string[];
  /** Admitted industries. */
  industries: string[];
  /** Demands by indicator: of one admitted industry, or (null) of the parcel as a whole. */
  bounds: { key: string; industry: string | null; value: number }[];
};

/** One condition as one unit that can be changed while the others are kept. */
export type Condition = {
  key: keyof ParcelConditions;
  /** Which one, where the parameter can stand several times. */
  value: string | null;
  /** Whether a parcel meets it when these industries are wanted (undefined: any). */
  holds: (parcel: Candidate, industries: string[] | undefined) => boolean;
  /** For a condition with a number: the number, and how the query writes another one. */
  limit: ParcelLimit | null;
};

type ParcelLimit = Limit & { valueOf: (parcel: Candidate) => number | null; write: (to: number) => string };

/** The conditions of a query one by one, without the industry's: that one also decides which demands count. */
export function conditionsOf(query: ParcelConditions): Condition[] {
  return [
    ...(['district', 'park', 'status', 'use', 'q', 'bbox'] as const)
      .filter((key) => query[key] !== undefined)
      .map((key) => plain(key, null, ({ fails }) => !fails.includes(key))),
    ...(query.readiness ?? []).map((utility) =>
      plain('readiness', utility, ({ lacking }) => !lacking.includes(utility)),
    ),
    ...numberConditions(query),
    ...[...new Set(query.indicator)].map((written) => indicatorCondition(written, query.industry)),
  ];
}

function plain(
  key: keyof ParcelConditions,
  value: string | null,
  holds: (parcel: Candidate) => boolean,
): Condition {
  return { key, value, holds, limit: null };
}

function numberConditions({ minMu, maxMu, maxPrice, near }: ParcelConditions): Condition[] {
  return [
    ...(minMu === undefined ? [] : [numbered('minMu', { ...areaLimit, ...atLeast, at: minMu })]),
    ...(maxMu === undefined ? [] : [numbered('maxMu', { ...areaLimit, ...atMost, at: maxMu })]),
    ...(maxPrice === undefined ? [] : [numbered('maxPrice', { ...priceLimit, at: maxPrice })]),
    ...(near === undefined ? [] : [numbered('near', distanceLimit(near))]),
  ];
}

function numbered(key: keyof ParcelConditions, limit: ParcelLimit): Condition {
  const holds = (parcel: Candidate) => {
    const value = limit.valueOf(parcel);
    return value !== null && limit.admits(value, limit.at);
  };
  return { key, value: null, holds, limit };
}

const atMost = { side: 'upper', admits: (value: number, to: number) => value <= to } as const;
const atLeast = { side: 'lower', admits: (value: number, to: number) => value >= to } as const;
const comparisons: Record<string, Pick<Limit, 'side' | 'admits'>> = {
  '<=': atMost,
  '<': { side: 'upper', admits: (value, to) => value < to },
  '>=': atLeast,
  '>': { side: 'lower', admits: (value, to) => value > to },
};

const areaLimit = {
  most: 1_000_000,
  decimals: 2,
  perUnit: 1,
  valueOf: ({ mu }: Candidate) => mu,
  write: String,
};

const priceLimit = {
  ...atMost,
  most: 1e13,
  decimals: 0,
  perUnit: 1,
  valueOf: ({ price }: Candidate) => price,
  write: String,
};

function distanceLimit([lon, lat, km]: [number, number, number]): ParcelLimit {
  return {
    side: 'upper',
    at: km,
    most: 500,
    decimals: 2,
    perUnit: 1000,
    valueOf: ({ distanceM }) => distanceM,
    admits: (distanceM, toKm) => distanceM <= toKm * 1000,
    write: (toKm) => `${lon},${lat},${toKm}`,
  };
}

/** Of several rows that count, the one that is nearest to what is wanted decides whether the parcel meets it. */
function indicatorCondition(written: string, asked: string[] | undefined): Condition {
  const [, key = '', operator = '', number = ''] = writtenCondition.exec(written) ?? [];
  const comparison = comparisons[operator];
  if (comparison === undefined) throw new Error('the schema lets only parsed conditions through');
  const at = Number(number);
  const best = (parcel: Candidate, industries: string[] | undefined) => {
    const values = parcel.bounds
      .filter(
        (bound) => bound.key === key && (bound.industry === null || admits([bound.industry], industries)),
      )
      .map(({ value }) => value);
    if (values.length === 0) return null;
    return comparison.side === 'upper' ? Math.min(...values) : Math.max(...values);
  };
  return {
    key: 'indicator',
    value: written,
    holds: (parcel, industries) => {
      const value = best(parcel, industries);
      return value !== null && comparison.admits(value, at);
    },
    limit: {
      ...comparison,
      at,
      most: 999_999_999,
      decimals: 4,
      perUnit: 1,
      valueOf: (parcel) => best(parcel, asked),
      write: (to) => `${key}${operator}${to}`,
    },
  };
}

/** GB/T 4754 codes are prefixes: who admits 36 as a whole admits 361, and who wants 36 is served by 361. */
export function admits(admitted: string[], wanted: string[] | undefined): boolean {
  if (wanted === undefined) return true;
  return wanted.some((code) => admitted.some((own) => own.startsWith(code) || code.startsWith(own)));
}
