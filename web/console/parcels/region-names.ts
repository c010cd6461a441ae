import type { PublicCity } from '../../../api/city/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';

/** A region is written by its code or by its name; what is neither stays as it is written. */
export function regionName(written: string, city: PublicCity, locale: Locale): string {
  return regionOf(written, city)?.name[locale] ?? written;
}

/** What a region that may be written by its name is asked for by. */
export function regionCode(written: string, city: PublicCity): string {
  return regionOf(written, city)?.code ?? written;
}

function regionOf(written: string, { regions }: PublicCity) {
  return regions.find(({ code, name }) => code === written || name['zh-CN'] === written);
}
