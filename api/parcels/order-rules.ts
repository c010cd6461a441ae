import type { ParcelSort } from './query-schema.ts';
import { chosenRow, type PublicParcel, type Wanted } from './search-rules.ts';

export type Order = Wanted & {
  sort: ParcelSort;
  /** The indicator that `sort=indicator` means. */
  theme: string;
};

/** A place in an order; `sortKey` is null when the order is the code's. */
export type Placed = { sortKey: number | null; code: string };

/** A parcel in its place of an order. */
export type PlacedParcel = Placed & { parcel: PublicParcel };

/** What has no value comes last in both directions. */
const lastKey = 1e18;

/** Parcels in their order: the code decides where nothing else does, so that no two stand in the same place. */
export function placeInOrder(parcels: PublicParcel[], order: Order): PlacedParcel[] {
  return parcels
    .map((parcel) => ({ parcel, code: parcel.facts.code, sortKey: sortKeyOf(parcel, order) }))
    .sort((one, other) => compare(one, other, order.sort));
}

/** What of them comes after a place, be that parcel still public or not. */
export function comingAfter(placed: PlacedParcel[], start: Placed, sort: ParcelSort): PlacedParcel[] {
  return placed.filter((parcel) => compare(parcel, start, sort) > 0);
}

function compare(one: Placed, other: Placed, sort: ParcelSort): number {
  const difference = (one.sortKey ?? 0) - (other.sortKey ?? 0);
  if (difference !== 0) return difference;
  if (one.code === other.code) return 0;
  const ascending = one.code < other.code ? -1 : 1;
  return sort === '-code' ? -ascending : ascending;
}

function sortKeyOf(parcel: PublicParcel, order: Order): number | null {
  const { sort } = order;
  if (sort === 'code' || sort === '-code') return null;
  const value = valueOf(parcel, { ...order, sort });
  if (value === null) return lastKey;
  return sort.startsWith('-') ? -value : value;
}

function valueOf(
  { facts }: PublicParcel,
  { sort, theme, ...wanted }: Order & { sort: Exclude<ParcelSort, 'code' | '-code'> },
): number | null {
  switch (sort) {
    case 'offeredAreaM2':
    case '-offeredAreaM2':
      return facts.areaM2;
    case 'startPrice':
    case '-startPrice':
      return facts.startPriceYuan;
    case 'signupEnds':
    case '-signupEnds':
      return facts.signupEndsAtMs;
    case 'indicator':
    case '-indicator':
      return chosenRow(facts, wanted).get(theme) ?? null;
  }
}
