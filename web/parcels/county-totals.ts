import type { PublicCity } from '../../api/city/schema.ts';
import type { ParcelAnswer } from '../../api/parcels/schema.ts';
import type { Address } from './address.ts';

/** What a county (区县) holds without any condition. */
export type Holding = { count: number; areaM2: number };

export type CountyRow = {
  code: string;
  /** Parcels of the answer in it. */
  matching: number;
  /** null: not known yet, or not to be had. */
  whole: Holding | null;
};

/**
 * One row a county, in the city's own order. The facet of the counties counts under every other condition, so a county
 * that was not asked for has no match.
 */
export function countyRows(
  { regions }: Pick<PublicCity, 'regions'>,
  { facets }: { facets: Pick<ParcelAnswer['facets'], 'district'> },
  { district, whole }: Pick<Address, 'district'> & { whole: ReadonlyMap<string, Holding> | null },
): CountyRow[] {
  const counted = new Map(facets.district.map(({ code, count }) => [code, count]));
  const isAsked = (code: string) => district.length === 0 || district.includes(code);
  return regions
    .filter(({ level }) => level === 'district')
    .map(({ code }) => ({
      code,
      matching: isAsked(code) ? (counted.get(code) ?? 0) : 0,
      whole: whole?.get(code) ?? null,
    }));
}
