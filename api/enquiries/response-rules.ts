import { workingMsBetween, type WorkingTime } from '../calendar/working-time.ts';
import { promisedMs } from './clock-rules.ts';
import type { EnquiryState } from './terms.ts';

const minuteMs = 60_000;
/** Below so many cases a median says more about chance than about anybody. */
export const fewestCases = 10;

/** A case as the public figures see it: no word of who asked. */
export type TimedCase = {
  number: string;
  department: string;
  /** The park of the first parcel asked about; null for another place, or none. */
  park: string | null;
  clockFrom: Date;
  firstAnswerAt: Date | null;
  state: EnquiryState;
  /** When it was withdrawn or closed. */
  endedAt: Date | null;
};

/**
 * What a case counts as. `answered`: by a person, in `minutes` of working time. `overdue`: none within the promise, and none
 * since. `pending`: still within it. `withdrawn`: by who asked, within it. `undetermined`: over days nobody can tell yet.
 */
export type Counted =
  | { as: 'answered'; minutes: number; isWithin: boolean }
  | { as: 'overdue' | 'pending' | 'withdrawn' | 'undetermined' | 'spam' };

export function countAs(timed: TimedCase, at: Date, time: WorkingTime): Counted {
  const { state, clockFrom, firstAnswerAt, endedAt } = timed;
  if (state === 'spam') return { as: 'spam' };
  const until = firstAnswerAt ?? (state === 'withdrawn' ? endedAt : null) ?? at;
  const usedMs = workingMsBetween(asWritten(clockFrom), asWritten(until), time);
  if (usedMs === null) return { as: 'undetermined' };
  const isWithin = usedMs <= promisedMs;
  if (firstAnswerAt !== null) return { as: 'answered', minutes: Math.floor(usedMs / minuteMs), isWithin };
  if (!isWithin) return { as: 'overdue' };
  return { as: state === 'withdrawn' ? 'withdrawn' : 'pending' };
}

/** To the second, as the public cases have it: who counts anew counts the same. */
function asWritten(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}

export type ResponseFigures = {
  /** Cases that the two figures are of: answered and overdue ones. */
  cases: number;
  within: number;
  late: number;
  overdue: number;
  /** Null below `fewestCases`, or when the middle case has no answer. */
  medianMinutes: number | null;
  /** 0 to 1; null below `fewestCases`. */
  shareWithin: number | null;
};

/**
 * 首答中位数 and 8 小时内答复率. A case without an answer waits longer than any that has one: silence cannot improve the median.
 */
export function figuresOf(counted: readonly Counted[]): ResponseFigures {
  const minutes = counted.flatMap((one) => (one.as === 'answered' ? [one.minutes] : []));
  const within = counted.filter((one) => one.as === 'answered' && one.isWithin).length;
  const overdue = counted.filter(({ as }) => as === 'overdue').length;
  const cases = minutes.length + overdue;
  const isEnough = cases >= fewestCases;
  return {
    cases,
    within,
    late: minutes.length - within,
    overdue,
    medianMinutes: isEnough ? medianOf(minutes, overdue) : null,
    shareWithin: isEnough ? within / cases : null,
  };
}

function medianOf(minutes: readonly number[], unanswered: number): number | null {
  const sorted = [...minutes].sort((one, other) => one - other);
  const count = sorted.length + unanswered;
  const low = sorted[Math.ceil(count / 2) - 1];
  const high = sorted[Math.floor(count / 2)];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
