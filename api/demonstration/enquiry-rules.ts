import { shanghaiDay, shiftDay } from '../calendar/rules.ts';
import { afterWorkingMs, beforeWorkingMs, type WorkingTime } from '../calendar/working-time.ts';
import { stepsBetween } from '../enquiries/remind-rules.ts';
import type { InventedAct, InventedEnquiry } from './enquiry-schema.ts';

const minuteMs = 60_000;

/** A step that the portal took, or an act of a person. */
export type DatedAct =
  { at: Date; kind: 'reminded' | 'escalated'; detail: string } | (InventedAct & { at: Date });

export type DatedEnquiry = { enquiry: InventedEnquiry; clockFrom: Date; receivedAt: Date; acts: DatedAct[] };

/**
 * Gives invented cases their instants before `now`, the earliest first. What would only happen later has not happened; where
 * holidays are not announced, working time is counted as any time.
 */
export function dateEnquiries(
  enquiries: readonly InventedEnquiry[],
  now: Date,
  time: WorkingTime,
): DatedEnquiry[] {
  return enquiries
    .map((enquiry) => dateEnquiry(enquiry, now, time))
    .sort((one, other) => one.receivedAt.getTime() - other.receivedAt.getTime());
}

function dateEnquiry(enquiry: InventedEnquiry, now: Date, time: WorkingTime): DatedEnquiry {
  const clockFrom = beginOf(enquiry, now, time);
  const enteredAt = clockFrom.getTime() + enquiry.calledMinutesBefore * minuteMs;
  const receivedAt = new Date(Math.min(enteredAt, now.getTime()));
  let last = clockFrom;
  const acts: DatedAct[] = enquiry.acts.map((act) => {
    const ms = act.after * minuteMs;
    last = afterWorkingMs(last, ms, time) ?? new Date(last.getTime() + ms);
    return { ...act, at: new Date(Math.max(last.getTime(), receivedAt.getTime())) };
  });
  const happened = acts.filter(({ at }) => at <= now);
  const reminders = remindersOf(clockFrom, endOfWait(happened) ?? now, time);
  const inOrder = [...reminders, ...happened].sort((one, other) => one.at.getTime() - other.at.getTime());
  return { enquiry, clockFrom, receivedAt, acts: inOrder };
}

function beginOf(
  { daysAgo = 0, at, waitedMinutes = 0 }: InventedEnquiry,
  now: Date,
  time: WorkingTime,
): Date {
  if (at !== undefined) return new Date(`${shiftDay(shanghaiDay(now), -daysAgo)}T${at}:00+08:00`);
  const ms = waitedMinutes * minuteMs;
  return beforeWorkingMs(now, ms, time) ?? new Date(now.getTime() - ms);
}

/** When nobody waited for a first answer any more. */
function endOfWait(acts: readonly DatedAct[]): Date | undefined {
  return acts.find(({ kind }) => kind === 'answered' || kind === 'spam' || kind === 'withdrawn')?.at;
}

function remindersOf(from: Date, until: Date, time: WorkingTime): DatedAct[] {
  return stepsBetween({ from, at: until }, time).map(({ step: { kind, minutes }, dueAt }) => ({
    kind,
    detail: String(minutes),
    at: dueAt,
  }));
}
