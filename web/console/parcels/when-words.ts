import { daysBetween, shanghaiDay } from '../../../api/calendar/rules.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { m } from '../../paraglide/messages.js';
import { formatDay, formatShortDay, formatTime } from '../../ui/dates.ts';

/** 今天 09:58, 昨天 16:42, 11-13; with its year where that is another one. */
export function whenWord(instant: string, now: Date, locale: Locale): string {
  const day = shanghaiDay(new Date(instant));
  const today = shanghaiDay(now);
  const daysAgo = daysBetween(day, today);
  if (daysAgo === 0) return m.when_today({ time: formatTime(instant) });
  if (daysAgo === 1) return m.when_yesterday({ time: formatTime(instant) });
  return day.slice(0, 4) === today.slice(0, 4) ? formatShortDay(instant, locale) : formatDay(instant, locale);
}
