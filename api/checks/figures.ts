import { formatArea, formatNumber } from '../units/rules.ts';

/** `3.12 亩（2,080.0 m²）`. */
export function areaText(areaM2: number): string {
  const mu = formatArea(areaM2, 'mu', { locale: 'zh-CN' });
  return `${mu.value} ${mu.unit}（${squareMetres(areaM2)}）`;
}

/** `2,080.00 m²`. */
export function squareMetres(areaM2: number): string {
  return `${formatNumber(areaM2, { locale: 'zh-CN', fixed: true })} m²`;
}

/** A number as people write it, with at most two places unless told. */
export function plain(value: number, decimals = 2): string {
  return formatNumber(value, { locale: 'zh-CN', decimals });
}
