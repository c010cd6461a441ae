import type { Locale, Measure } from '../../api/units/rules.ts';
import { formatNumber } from '../../api/units/rules.ts';

export type ScaleBar = { distanceM: number; widthPx: number };

/** The longest round distance (1, 2 or 5 times a power of ten) that is no wider than allowed. */
export function scaleBar(metresPerPx: number, maxWidthPx: number): ScaleBar {
  const most = metresPerPx * maxWidthPx;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [5, 2, 1].find((factor) => factor * power <= most) ?? 1;
  const distanceM = step * power;
  return { distanceM, widthPx: distanceM / metresPerPx };
}

export function scaleWords(distanceM: number, locale: Locale): Measure {
  if (distanceM < 1000) return { value: formatNumber(distanceM, { locale }), unit: 'm' };
  return { value: formatNumber(distanceM / 1000, { locale }), unit: 'km' };
}
