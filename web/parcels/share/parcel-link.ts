import type { Locale } from '../../../api/units/rules.ts';
import { emptyAddress, writeAddress } from '../address.ts';

/**
 * The address of a parcel's own page to hand on: its industry and language, none of the search that led there. Chinese
 * is the portal's first language and needs no mention.
 */
export function parcelLink(
  origin: string,
  { code, industry, locale }: { code: string; industry: string | null; locale: Locale },
): string {
  const query = writeAddress({ ...emptyAddress, for: industry, lang: locale === 'en' ? 'en' : null });
  return `${origin}/parcels/${encodeURIComponent(code)}${query}`;
}
