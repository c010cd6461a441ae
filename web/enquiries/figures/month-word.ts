import type { Locale } from '../../../api/units/rules.ts';

const english = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-11` under an axis: 11月, Nov. */
export function shortMonth(month: string, locale: Locale): string {
  const number = Number(month.slice(5));
  return locale === 'en' ? (english[number - 1] ?? month) : `${number}月`;
}

/** With its year: 2026 年 11 月, Nov 2026. */
export function wholeMonth(month: string, locale: Locale): string {
  const year = month.slice(0, 4);
  return locale === 'en' ? `${shortMonth(month, locale)} ${year}` : `${year} 年 ${Number(month.slice(5))} 月`;
}
