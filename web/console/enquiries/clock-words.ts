import type { Clock } from '../../../api/enquiries/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { m } from '../../paraglide/messages.js';
import { formatShortDay, formatTime } from '../../ui/dates.ts';
import { daysBetween } from '../worklist/when.ts';
import { isOverdue } from './clock-face.ts';

/** `46 分`, `2 小时`, `2 小时 14 分`, of working time. */
export function workedText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return m.worked_minutes({ minutes: rest });
  return rest === 0 ? m.worked_hours({ hours }) : m.worked_hours_minutes({ hours, minutes: rest });
}

/** What the clock says first: `剩 46 分`, `超 2 小时 14 分`; of one that stopped, how long the first answer took. */
export function clockWord(clock: Clock, now: Date): string {
  const { phase, usedMinutes, promisedMinutes } = clock;
  if (usedMinutes === null) return m.clock_undetermined();
  if (phase === 'stopped') return m.clock_took({ time: workedText(usedMinutes) });
  if (isOverdue(clock, now))
    return m.clock_over({ time: workedText(Math.max(1, usedMinutes - promisedMinutes)) });
  return m.clock_left({ time: workedText(Math.max(1, promisedMinutes - usedMinutes)) });
}

/** What it says beside: until when, whether it stands still and when it goes on; empty when it stopped. */
export function clockNote(clock: Clock, now: Date, locale: Locale): string {
  const { phase, usedMinutes, dueAt, changesAt } = clock;
  if (phase === 'stopped') return '';
  if (phase === 'undetermined' || usedMinutes === null) return m.clock_unannounced();
  if (phase === 'paused')
    return changesAt === null
      ? m.clock_paused()
      : m.clock_paused_until({ time: momentText(changesAt, now, locale) });
  if (dueAt === null) return m.clock_unannounced();
  const time = momentText(dueAt, now, locale);
  return isOverdue(clock, now) ? m.clock_was_due({ time }) : m.clock_due({ time });
}

/** A moment near today: `14:00`, `明天 9:00`, `昨天 16:42`, `11-24 09:00`. */
export function momentText(instant: string, now: Date, locale: Locale): string {
  const at = new Date(instant);
  const time = formatTime(at);
  const days = daysBetween(now, at);
  if (days === 0) return time;
  if (days === 1) return m.tomorrow_at({ time });
  return days === -1 ? m.yesterday_at({ time }) : `${formatShortDay(at, locale)} ${time}`;
}
