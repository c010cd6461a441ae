import { writeAddress } from '../parcels/address.ts';
import { current } from '../parcels/current-address.svelte.ts';

/** The page of the shortlist; the search and the comparison travel along, so that the way back leads to them. */
export function shortlistHref(): string {
  return `/shortlist${writeAddress({ ...current.address, parcel: null, panel: null, sheet: null })}`;
}
