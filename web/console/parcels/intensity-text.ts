import type { PublicCity } from '../../../api/city/schema.ts';
import type { StaffParcelRow } from '../../../api/drafts/schema.ts';
import { formatInterval } from '../../../api/units/intervals.ts';
import type { Locale } from '../../../api/units/rules.ts';

/** `≥ 300` of the indicator that colours the map; its unit stands in the column's head. */
export function intensityText(
  intensity: StaffParcelRow['intensity'],
  { indicators, theme }: PublicCity,
  locale: Locale,
): string {
  if (intensity === null) return '—';
  const definition = indicators.find(({ key }) => key === theme.indicator);
  const factor = locale === 'en' ? (definition?.unit.enFactor ?? 1) : 1;
  const [lower, upper] = [intensity.lower, intensity.upper].map((bound) => bound && bound * factor);
  const bounds = { lower: lower ?? null, lowerOp: '>=', upper: upper ?? null, upperOp: '<=' } as const;
  const text = formatInterval(bounds, locale);
  return text === null ? '—' : [text.operator, text.value].filter((part) => part !== '').join(' ');
}
