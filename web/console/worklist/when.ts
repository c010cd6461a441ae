import type { WorkItem } from '../../../api/drafts/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { m } from '../../paraglide/messages.js';
import { formatDay, formatShortDay, formatTime } from '../../ui/dates.ts';

const dayMs = 24 * 60 * 60_000;

/** Whole calendar days in Shanghai from one instant to another; negative for the past. */
export function daysBetween(from: Date, to: Date): number {
  const dayOf = (instant: Date) => Date.parse(`${formatDay(instant, 'zh-CN')}T00:00:00Z`);
  return Math.round((dayOf(to) - dayOf(from)) / dayMs);
}

/** When something was: `10:12` today, `昨天 16:42`, `11-16 15:25`, with its year beyond this one. */
export function pastText(instant: string, now: Date, locale: Locale): string {
  const at = new Date(instant);
  const days = daysBetween(at, now);
  if (days === 0) return formatTime(at);
  if (days === 1) return m.yesterday_at({ time: formatTime(at) });
  const isThisYear = formatDay(at, 'zh-CN').slice(0, 4) === formatDay(now, 'zh-CN').slice(0, 4);
  return `${isThisYear ? formatShortDay(at, locale) : formatDay(at, locale)} ${formatTime(at)}`;
}

/** When something is due: `今天 17:30 前`, `3 天后 ・ 11-21`, `已过 2 天`. */
export function dueText(instant: string, now: Date, locale: Locale): string {
  const at = new Date(instant);
  const days = daysBetween(now, at);
  if (at < now && days <= 0) return days === 0 ? m.due_passed_today() : m.due_passed({ days: -days });
  if (days === 0) return m.due_today({ time: formatTime(at) });
  const day = formatShortDay(at, locale);
  return days === 1 ? m.due_tomorrow({ day }) : m.due_in_days({ days, day });
}

/**
 * The last moment of what is valid through a day: the day, not the midnight after it, is what its paper names and what the
 * health check counts from.
 */
export function lastMoment({ kind, due }: Pick<WorkItem, 'kind' | 'due'>): string | null {
  const endsWithItsDay = kind === 'fact-expires' || kind === 'evaluation-expires';
  return due === null || !endsWithItsDay ? due : new Date(Date.parse(due) - 1).toISOString();
}

/** How near: three days and less, and everything that is past, wants attention. */
export function isNear(instant: string, now: Date): boolean {
  return daysBetween(now, new Date(instant)) <= 3;
}
