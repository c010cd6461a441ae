import { place, rewriteQuery } from '../ui/place.svelte.ts';
import type { Address } from './address.ts';
import { writeAddress } from './address.ts';
import { readAddress } from './read-address.ts';

const read = $derived(readAddress(place.search));

/** The one place where the page's state lives: the address bar. */
export const current = {
  get address(): Address {
    return read.address;
  },
  /** Parts of the link that could not be used, to be named to the person. */
  get ignored() {
    return read.ignored;
  },
};

/** Changes some of the address; a step back returns to what was before unless `replace`. */
export function changeAddress(change: Partial<Address>, { replace = false } = {}): void {
  rewriteQuery(writeAddress({ ...read.address, ...change }), { replace });
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
