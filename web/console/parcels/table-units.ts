import type { PublicCity } from '../../../api/city/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { formatArea } from '../../../api/units/rules.ts';

/** The unit stands in the column's head, once. */
export function areaUnit(locale: Locale): string {
  return formatArea(0, 'mu', { locale }).unit;
}

/** The stored unit, in both languages: the column shows stored values. */
export function intensityUnit({ indicators, theme }: PublicCity, locale: Locale): string {
  return indicators.find(({ key }) => key === theme.indicator)?.unit[locale] ?? '';
}
