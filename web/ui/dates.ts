import type { Locale } from '../../api/units/rules.ts';

const timeZone = 'Asia/Shanghai';
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A calendar day or the Shanghai day of an instant: `2026-12-14`, in English `14 Dec 2026`. */
export function formatDay(value: string | Date, locale: Locale): string {
  const { year, month, day } = shanghaiParts(value);
  return locale === 'en' ? `${Number(day)} ${monthName(month)} ${year}` : `${year}-${month}-${day}`;
}

/** Without the year: `12-14`, `14 Dec`. Only where the year is beyond doubt. */
export function formatShortDay(value: string | Date, locale: Locale): string {
  const { month, day } = shanghaiParts(value);
  return locale === 'en' ? `${Number(day)} ${monthName(month)}` : `${month}-${day}`;
}

/** `16:00`, wall clock in Shanghai. */
export function formatTime(value: string | Date): string {
  const { hour, minute } = shanghaiParts(value);
  return `${hour}:${minute}`;
}

/** `16:00:05`, wall clock in Shanghai. */
export function formatClock(value: string | Date): string {
  const seconds = String(new Date(value).getUTCSeconds()).padStart(2, '0');
  return `${formatTime(value)}:${seconds}`;
}

/** `2026-12-14 16:00`, wall clock in Shanghai. */
export function formatMoment(value: string | Date, locale: Locale): string {
  return `${formatDay(value, locale)} ${formatTime(value)}`;
}

function monthName(month: string): string {
  return months[Number(month) - 1] ?? month;
}

function shanghaiParts(value: string | Date): Record<'year' | 'month' | 'day' | 'hour' | 'minute', string> {
  // A bare day is a day in Shanghai already; noon keeps it there in any rounding.
  const instant =
    typeof value === 'string' && value.length === 10 ? new Date(`${value}T12:00:00+08:00`) : new Date(value);
  const wallClock = new Date(instant.getTime() + shanghaiOffsetMs(instant));
  const [date = '', time = ''] = wallClock.toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  const [hour = '', minute = ''] = time.split(':');
  return { year, month, day, hour, minute };
}

function shanghaiOffsetMs(instant: Date): number {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(instant)
    .find((part) => part.type === 'timeZoneName')?.value;
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '');
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}
