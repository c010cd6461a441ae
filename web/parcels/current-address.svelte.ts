import { place, rewriteQuery } from '../ui/place.svelte.ts';
import type { Address } from './address.ts';
import { writeAddress } from './address.ts';
import { industryTable } from './industries.svelte.ts';
import type { KnownCodes } from './outlived-conditions.ts';
import { withoutOutlived } from './outlived-conditions.ts';
import { readAddress } from './read-address.ts';

let knownCity = $state.raw<KnownCodes['city'] | null>(null);
const read = $derived(readAddress(place.search));
const asked = $derived(
  knownCity === null
    ? { address: read.address, outlived: [] }
    : withoutOutlived(read.address, { city: knownCity, industries: industryTable.items }),
);

/** From now on a link's conditions are held against what this city has. */
export function knowCity(city: KnownCodes['city']): void {
  knownCity = city;
}

/** The one place where the page's state lives: the address bar. */
export const current = {
  /** Without the conditions that outlived the data. */
  get address(): Address {
    return asked.address;
  },
  /** Conditions that stay in the link but name what this city no longer has. */
  get outlived() {
    return asked.outlived;
  },
  /** Parts of the link that could not be used, to be named to the person. */
  get ignored() {
    return read.ignored;
  },
};

/**
 * Changes some of the address, and leaves the rest as the link has it, even what could not be read or asked: the person
 * is told of it until it is dropped. A step back returns to what was before unless `replace`.
 */
export function changeAddress(change: Partial<Address>, { replace = false } = {}): void {
  const unread = read.ignored.filter(({ key }) => !Object.hasOwn(change, key));
  const unknown = [
    ...read.address.unknown,
    ...unread.map(({ key, value }): [string, string] => [key, value]),
  ];
  rewriteQuery(writeAddress({ ...read.address, unknown, ...change }), { replace });
}

/** A link to the map as it is, with some of the address changed. */
export function mapHref(change: Partial<Address>): string {
  return `/${writeAddress({ ...read.address, ...change })}`;
}

/** A link to a parcel's own page that carries the search along, so that the way back leads to the same answer. */
export function parcelHref(code: string, change: Partial<Address> = {}): string {
  const address = { ...read.address, parcel: null, panel: null, ...change };
  return `/parcels/${encodeURIComponent(code)}${writeAddress(address)}`;
}
