import type { PublicCity } from '../../../api/city/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';

/** A region is written by its code or by its name; what is neither stays as it is written. */
export function regionName(written: string, { regions }: PublicCity, locale: Locale): string {
  const region = regions.find(({ code, name }) => code === written || name['zh-CN'] === written);
  return region === undefined ? written : region.name[locale];
}
