import type { Limit } from './relaxation-limits.ts';
import type { ParcelConditions } from './query-schema.ts';
import { chosenRow, type PublicParcel, type Wanted } from './search-rules.ts';
import { indicatorCondition as writtenCondition } from './terms.ts';

/** One condition as one unit that can be changed while the others are kept. */
export type Condition = {
  key: keyof ParcelConditions;
  /** Which one, where the parameter can stand several times. */
  value: string | null;
  /** Whether a parcel meets it when these industries are wanted (undefined: any). */
  holds: (parcel: PublicParcel, industries: string[] | undefined) => boolean;
  /** For a condition with a number: the number, and how the query writes another one. */
  limit: ParcelLimit | null;
};

type ParcelLimit = Limit & {
  valueOf: (parcel: PublicParcel) => number | null;
  write: (to: number) => string;
};

/** The conditions of a query one by one, without the industry's: that one also decides which demands count. */
export function conditionsOf(query: ParcelConditions): Condition[] {
  const { district, park, status, use, q, bbox } = query;
  return [
    ...(district ? [plain('district', null, ({ facts }) => district.includes(facts.districtCode))] : []),
    ...(park ? [plain('park', null, ({ facts }) => park.includes(facts.parkCode))] : []),
    ...(status ? [plain('status', null, (parcel) => status.some((key) => key === parcel.status))] : []),
    ...(use ? [plain('use', null, ({ facts }) => use.includes(facts.useCode))] : []),
    ...(q === undefined ? [] : [plain('q', null, ({ inWords }) => inWords)]),
    ...(bbox ? [plain('bbox', null, ({ inBox }) => inBox)] : []),
    ...(query.readiness ?? []).map((utility) =>
      plain('readiness', utility, ({ facts }) => facts.ready.includes(utility)),
    ),
    ...numberConditions(query),
    ...[...new Set(query.indicator)].map((written) => indicatorCondition(written, query)),
  ];
}

function plain(
  key: keyof ParcelConditions,
  value: string | null,
  holds: (parcel: PublicParcel) => boolean,
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
  const holds = (parcel: PublicParcel) => {
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
  valueOf: ({ facts }: PublicParcel) => facts.mu,
  write: String,
};

const priceLimit = {
  ...atMost,
  most: 1e13,
  decimals: 0,
  perUnit: 1,
  valueOf: ({ facts }: PublicParcel) => facts.startPriceYuan,
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

function indicatorCondition(written: string, { for: lead, industry: asked }: Wanted): Condition {
  const [, key = '', operator = '', number = ''] = writtenCondition.exec(written) ?? [];
  const comparison = comparisons[operator];
  if (comparison === undefined) throw new Error('the schema lets only parsed conditions through');
  const at = Number(number);
  const inRow = ({ facts }: PublicParcel, industries: string[] | undefined) =>
    chosenRow(facts, { for: lead, industry: industries }).get(key) ?? null;
  return {
    key: 'indicator',
    value: written,
    holds: (parcel, industries) => {
      const value = inRow(parcel, industries);
      return value !== null && comparison.admits(value, at);
    },
    limit: {
      ...comparison,
      at,
      most: 999_999_999,
      decimals: 4,
      perUnit: 1,
      valueOf: (parcel) => inRow(parcel, asked),
      write: (to) => `${key}${operator}${to}`,
    },
  };
}
