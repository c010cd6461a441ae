import { formatMoney } from '../../../api/units/rules.ts';
import { language } from '../../ui/language.svelte.ts';
import { areaLike } from '../event-words.ts';

type Parts = { value: string; unit: string };

/** One decimal: what is said in a hall. `like`: with as many places as that area has, so that a count does not jump. */
export function hallArea(areaM2: number, like = areaM2): Parts {
  return areaLike(areaM2, { like, decimals: 1 });
}

export function hallAreaText(areaM2: number): string {
  const { value, unit } = hallArea(areaM2);
  return `${value} ${unit}`;
}

/** English puts the currency before the number: CNY 54.5 m. */
export function hallMoney(yuan: number): Parts & { prefix: string } {
  const { value, unit } = formatMoney(yuan, { locale: language.current });
  const [currency, scale = ''] = unit.split(' ');
  return currency === 'CNY' ? { prefix: 'CNY', value, unit: scale } : { prefix: '', value, unit };
}

export function hallMoneyText(yuan: number): string {
  const { prefix, value, unit } = hallMoney(yuan);
  return `${prefix} ${value} ${unit}`.trim();
}
