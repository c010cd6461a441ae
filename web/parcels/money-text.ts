import type { Locale } from '../../api/units/rules.ts';
import { formatMoney, formatYuanExactly } from '../../api/units/rules.ts';

/** A sum in columns: English puts the currency before the number (CNY 54.5 m), Chinese the unit behind (5,450 万元). */
export type MoneyColumns = { prefix: string; value: string; unit: string };

/** The exact price in 万元 or CNY m. */
export function priceColumns(yuan: number, locale: Locale): MoneyColumns {
  return columns(formatYuanExactly(yuan, locale === 'en' ? 'millionYuan' : 'wanYuan', locale));
}

/** A sum at a glance, one place at most. */
export function glanceColumns(yuan: number, locale: Locale): MoneyColumns {
  return columns(formatMoney(yuan, { locale, decimals: 1 }));
}

/**
 * A minimum at a glance, rounded up to the last place shown: rounding down would name a sum that does not meet it.
 */
export function floorColumns(yuan: number, locale: Locale): MoneyColumns {
  const [step, decimals] = floorStep(yuan, locale);
  return columns(formatMoney(Math.ceil(yuan / step) * step, { locale, decimals }));
}

export function moneyText({ prefix, value, unit }: MoneyColumns): string {
  return [prefix, value, unit].filter((part) => part !== '').join(' ');
}

function floorStep(yuan: number, locale: Locale): [stepYuan: number, decimals: number] {
  if (locale === 'zh-CN') return yuan >= 1e8 ? [1e6, 2] : [1e4, 0];
  return yuan >= 1e6 ? [1e5, 1] : [1e3, 0];
}

function columns({ value, unit }: { value: string; unit: string }): MoneyColumns {
  const [currency, scale = ''] = unit.split(' ');
  return currency === 'CNY' ? { prefix: 'CNY', value, unit: scale } : { prefix: '', value, unit };
}
