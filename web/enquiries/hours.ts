import type { Locale } from '../../api/units/rules.ts';

/** Working time as it is read: `2.6` hours, to one place. */
export function hoursOf(minutes: number): string {
  return (minutes / 60).toFixed(1);
}

/** `90.8` of a share from 0 to 1; what is shown as all is all. */
export function percentOf(share: number): string {
  const percent = Math.round(share * 1000) / 10;
  return Math.min(percent, share < 1 ? 99.9 : 100).toFixed(1);
}

/** 3 小时 14 分 ・ 3 h 14 min. */
export function spanOf(minutes: number, locale: Locale): string {
  const [hours, rest] = [Math.floor(minutes / 60), Math.floor(minutes % 60)];
  const [hourWord, minuteWord] = locale === 'en' ? ['h', 'min'] : ['小时', '分'];
  if (hours === 0) return `${rest} ${minuteWord}`;
  return rest === 0 ? `${hours} ${hourWord}` : `${hours} ${hourWord} ${rest} ${minuteWord}`;
}
