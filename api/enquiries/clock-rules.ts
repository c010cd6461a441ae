import { shanghaiTime } from '../calendar/rules.ts';
import {
  afterWorkingMs,
  clockPhaseAt,
  pausesBetween,
  workingMsBetween,
  type WorkingTime,
} from '../calendar/working-time.ts';
import type { Clock, Pause } from './schema.ts';
import { promisedWorkingHours } from './terms.ts';

const minuteMs = 60_000;
export const promisedMs = promisedWorkingHours * 60 * minuteMs;

/** Withdrawn before any answer, and asked again. */
export type Resumed = { withdrawnAt: Date; askedAt: Date };

/**
 * When the clock of a case started: what was withdrawn within the promise and asked again starts with the new word, since the time
 * between is nobody's silence. A promise that was missed before, or that nobody can tell was not, stays with the first start.
 */
export function clockStart(
  { clockFrom, resumed }: { clockFrom: Date; resumed: readonly Resumed[] },
  time: WorkingTime,
): Date {
  let from = clockFrom;
  for (const { withdrawnAt, askedAt } of resumed) {
    const usedMs = workingMsBetween(from, withdrawnAt, time);
    if (usedMs === null || usedMs > promisedMs) return from;
    from = askedAt;
  }
  return from;
}

/** What the clock of a case shows: it runs in working time from its start to the first answer of a person. */
export function clockOf(
  { from, stoppedAt }: { from: Date; stoppedAt: Date | null },
  at: Date,
  time: WorkingTime,
): Clock {
  const usedMs = workingMsBetween(from, stoppedAt ?? at, time);
  const dueAt = afterWorkingMs(from, promisedMs, time);
  const { phase, until } = clockPhaseAt(at, time);
  const isStopped = stoppedAt !== null;
  return {
    phase: isStopped ? 'stopped' : usedMs === null ? 'undetermined' : phase,
    // Downwards: what is shown as eight hours is not more than eight.
    usedMinutes: usedMs === null ? null : Math.floor(usedMs / minuteMs),
    promisedMinutes: promisedMs / minuteMs,
    dueAt: dueAt === null ? null : shanghaiTime(dueAt),
    changesAt: isStopped || until === null ? null : shanghaiTime(until),
  };
}

/** Older ones tell nobody anything. */
const mostPauses = 20;

/** When the clock of a case did not run, the last ones; of the one that lasts the end is left open. */
export function clockPausesOf(
  { from, stoppedAt }: { from: Date; stoppedAt: Date | null },
  at: Date,
  time: WorkingTime,
): Pause[] {
  const end = stoppedAt ?? at;
  const lasts = ({ to }: { to: Date }) => stoppedAt === null && to.getTime() === end.getTime();
  const isSeen = (pause: { from: Date; to: Date }) => pause.to.getTime() - pause.from.getTime() >= minuteMs;
  return pausesBetween(from, end, time)
    .filter((pause) => isSeen(pause) || lasts(pause))
    .slice(-mostPauses)
    .map((pause) => ({
      from: shanghaiTime(pause.from),
      to: lasts(pause) ? null : shanghaiTime(pause.to),
    }));
}
