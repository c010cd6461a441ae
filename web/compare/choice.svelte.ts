import type { Address } from '../parcels/address.ts';
import { emptyAddress, mostCompared, writeAddress } from '../parcels/address.ts';
import { changeAddress, current } from '../parcels/current-address.svelte.ts';

let refused = $state<string | null>(null);

/** 对比: the parcels set side by side. They stand in the address, so that a link brings them back. */
export const comparison = {
  get codes(): readonly string[] {
    return current.address.compare;
  },
  /** The code that did not fit beside the four there are, until something changes. */
  get refused(): string | null {
    return refused;
  },
  has(code: string): boolean {
    return current.address.compare.includes(code);
  },
  /** Sets a parcel beside the others or takes it away; a fifth is refused. */
  toggle(code: string): void {
    const { compare } = current.address;
    const isIn = compare.includes(code);
    refused = !isIn && compare.length === mostCompared ? code : null;
    if (refused !== null) return;
    const next = isIn ? compare.filter((other) => other !== code) : [...compare, code];
    changeAddress({ compare: next }, { replace: true });
  },
  clear(): void {
    refused = null;
    changeAddress({ compare: [] }, { replace: true });
  },
};

/** The page of the comparison; the search travels along, so that the way back leads to the same answer. */
export function compareHref(compare: readonly string[] = current.address.compare): string {
  const address = { ...current.address, parcel: null, panel: null, sheet: null, compare: [...compare] };
  return `/compare${writeAddress(address)}`;
}

/** The comparison alone, as one sends it: without the search that led to it. */
export function comparisonLink(origin: string): string {
  const { compare, for: industry, differences, lang } = current.address;
  const address: Address = { ...emptyAddress, compare, for: industry, differences, lang };
  return `${origin}/compare${writeAddress(address)}`;
}
