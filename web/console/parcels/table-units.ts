import type { PublicCity } from '../../../api/city/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { formatArea } from '../../../api/units/rules.ts';

/** The unit stands in the column's head, once. */
export function areaUnit(locale: Locale): string {
  return formatArea(0, 'mu', { locale }).unit;
}

/** What the column of the indicator that colours the map is called, and its unit. */
export function themeHead({ indicators, theme }: PublicCity, locale: Locale) {
  const definition = indicators.find(({ key }) => key === theme.indicator);
  return { name: definition?.short[locale] ?? '', unit: definition?.unit[locale] ?? '' };
}
