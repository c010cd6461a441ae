import { matchesBut, type Judged } from './search-rules.ts';

/** How many public parcels there are, and how many match all conditions but the facet's own. */
export type Tally = { count: number; matching: number };

/**
 * How many would be left if one more utility had to be ready. Conditions on readiness so far stay: all of them must hold.
 */
export function countReady(judged: Judged[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { parcel, misses } of judged) {
    if (misses !== null) continue;
    for (const key of parcel.facts.ready) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** By offered area in whole 亩. */
export function countAreas(judged: Judged[]): ({ mu: number } & Tally)[] {
  const byMu = tally(judged, 'area', ({ parcel }) => Math.round(parcel.facts.mu));
  return ascending(byMu).map(([mu, counts]) => ({ mu, ...counts }));
}

const priceStepYuan = 1_000_000;

/** By start price, rounded up so that a limit of the rounded price lets everything in that is counted below it. */
export function countPrices(judged: Judged[]): {
  price: ({ yuan: number } & Tally)[];
  unpriced: Tally;
} {
  const byPrice = tally(judged, 'price', ({ parcel }) => {
    const yuan = parcel.facts.startPriceYuan;
    return yuan === null ? null : Math.ceil(yuan / priceStepYuan) * priceStepYuan;
  });
  return {
    price: ascending(byPrice).map(([yuan, counts]) => ({ yuan, ...counts })),
    unpriced: byPrice.get(null) ?? nothing,
  };
}

/** By what each parcel asks of one indicator, in the row that counts; what is not stated is unknown. */
export function countIndicator(
  judged: Judged[],
  key: string,
): { key: string; values: ({ value: number } & Tally)[]; unknown: Tally } {
  const byValue = tally(judged, `indicator.${key}`, ({ row }) => row.get(key) ?? null);
  return {
    key,
    values: ascending(byValue).map(([value, counts]) => ({ value, ...counts })),
    unknown: byValue.get(null) ?? nothing,
  };
}

const nothing: Tally = { count: 0, matching: 0 };

/** Parcels by a value of theirs. */
export function tally<Value>(
  judged: Judged[],
  condition: string,
  valueOf: (one: Judged) => Value,
): Map<Value, Tally> {
  const tallies = new Map<Value, Tally>();
  for (const one of judged) {
    const value = valueOf(one);
    const sofar = tallies.get(value);
    const matching = matchesBut(one, condition) ? 1 : 0;
    if (sofar === undefined) tallies.set(value, { count: 1, matching });
    else {
      sofar.count += 1;
      sofar.matching += matching;
    }
  }
  return tallies;
}

function ascending<Value>(tallies: Map<Value, Tally>): [number, Tally][] {
  return [...tallies]
    .filter((entry): entry is [Value & number, Tally] => typeof entry[0] === 'number')
    .sort(([one], [other]) => one - other);
}
