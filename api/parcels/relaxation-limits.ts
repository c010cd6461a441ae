/** A number that a condition compares a parcel's own value with. */
export type Limit = {
  /** `upper` lets in what is at most (or less than) the number, `lower` what is at least (or more than) it. */
  side: 'upper' | 'lower';
  at: number;
  /** How far a condition of this kind may be moved. */
  most: number;
  /** The numbers people write for it have so many decimals. */
  decimals: number;
  /** How many of the values' unit make one of the number's: 1,000 where metres are compared with kilometres. */
  perUnit: number;
  /** Whether the search would find a value if the number were `to`; computed exactly as the search does. */
  admits: (value: number, to: number) => boolean;
};

/** Without a better measure numbers are rounded as those around ten are. */
const ordinaryMagnitude = 10;

/**
 * The smallest change of a limit that is worth making: to the round number that lets in all values within a factor of
 * two of it, else the nearest. Null when no number does that.
 */
export function looserLimit(limit: Limit, values: number[]): number | null {
  const nearestFirst = values.toSorted((a, b) => distanceFrom(limit, a) - distanceFrom(limit, b));
  const [nearest] = nearestFirst;
  if (nearest === undefined) return null;
  const farthest = nearestFirst.findLast((value) => isWithinTwice(limit, value)) ?? nearest;
  const rounded = roundBeyond(limit, farthest);
  if (rounded !== null && Math.abs(rounded) <= limit.most) return rounded;
  return limit.admits(nearest, limit.most) ? limit.most : null;
}

function distanceFrom(limit: Limit, value: number): number {
  return Math.abs(value / limit.perUnit - limit.at);
}

/** At most twice an upper limit, at least half a lower one; below zero the same widths count. */
function isWithinTwice(limit: Limit, value: number): boolean {
  const reach = Math.abs(limit.at);
  return distanceFrom(limit, value) <= (limit.side === 'upper' ? reach : reach / 2);
}

/** The next multiple of a step of 1, 2 or 5 × 10ⁿ (about a tenth of the number) at which the value is let in. */
export function roundBeyond(limit: Limit, value: number): number | null {
  const exact = value / limit.perUnit;
  const magnitude = Math.abs(exact) || Math.abs(limit.at) || ordinaryMagnitude;
  const step = Math.max(roundStep(magnitude / 10), 10 ** -limit.decimals);
  const outward = limit.side === 'upper' ? 1 : -1;
  // A binary fraction may stand a hair beside the multiple it means; `admits` decides.
  const nearby = Math.round(exact / step);
  const multiples = [-1, 0, 1, 2].map((steps) =>
    Number(((nearby + outward * steps) * step).toFixed(limit.decimals)),
  );
  return multiples.find((to) => limit.admits(value, to)) ?? null;
}

/** The greatest of 1, 2, 5 × 10ⁿ that is not above a positive number. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const lead = size / power;
  if (lead >= 5) return 5 * power;
  return lead >= 2 ? 2 * power : power;
}
