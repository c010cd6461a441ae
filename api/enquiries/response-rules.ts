import { afterWorkingMs, workingMsBetween, type WorkingTime } from '../calendar/working-time.ts';
import { clockStart, promisedMs, type Resumed } from './clock-rules.ts';
import type { Channel, EnquiryState, SpamReason } from './terms.ts';

const minuteMs = 60_000;
/** Below so many cases a median says more about chance than about anybody. */
export const fewestCases = 10;

/** A case as the public figures see it: no word of who asked. */
export type TimedCase = {
  number: string;
  channel: Channel;
  /** Who had it and since when, in order, up to the first answer. */
  holders: readonly Holder[];
  /** The park of the first parcel asked about; null for another place, or none. */
  park: string | null;
  clockFrom: Date;
  resumed: readonly Resumed[];
  firstAnswerAt: Date | null;
  state: EnquiryState;
  /** When it was withdrawn or closed. */
  endedAt: Date | null;
  /** Of spam: when and why it was marked so, the last time. */
  marked: { at: Date; reason: SpamReason } | null;
};

export type Holder = { department: string; from: Date };

/**
 * Whose figures a case is in: of the department that had it when the promise lapsed, or when it was answered if that was earlier. To
 * hand an overdue case over rids nobody of it. While the promise cannot be told to have lapsed: of the last.
 */
export function answerableFor(
  { holders, ...timed }: Pick<TimedCase, 'holders' | 'clockFrom' | 'resumed'>,
  time: WorkingTime,
): string {
  const lapse = afterWorkingMs(startOf(timed, time), promisedMs, time);
  const until = lapse === null ? holders : holders.filter(({ from }) => asWritten(from) <= lapse);
  // A call may be entered when its promise is over: then it is of whoever got it first.
  return (until.at(-1) ?? holders[0])?.department ?? '';
}

/**
 * What a case counts as. `answered`: by a person, in `minutes` of working time; null where these reach over days nobody can tell yet,
 * and the promise had lapsed before. `overdue`: none within the promise, and none since. `pending`: still within it. `withdrawn`: by
 * who asked, within it. `undetermined`: nobody can tell yet whether it is within it. `spam`: marked so within the promise.
 * `spam-late`: after it had lapsed, so that no missed promise goes unseen.
 */
export type Counted =
  | { as: 'answered'; minutes: number | null; isWithin: boolean }
  | { as: 'overdue' | 'pending' | 'withdrawn' | 'undetermined' | 'spam' | 'spam-late' };

export function countAs(timed: TimedCase, at: Date, time: WorkingTime): Counted {
  const { state, firstAnswerAt, endedAt, marked } = timed;
  const from = startOf(timed, time);
  const settled = state === 'spam' ? marked?.at : (firstAnswerAt ?? (state === 'withdrawn' ? endedAt : null));
  const until = asWritten(settled ?? at);
  const usedMs = workingMsBetween(from, until, time);
  const isWithin = isWithinPromise({ from, usedMs }, time);
  if (isWithin === null) return { as: 'undetermined' };
  if (state === 'spam') return { as: isWithin ? 'spam' : 'spam-late' };
  if (firstAnswerAt !== null)
    return { as: 'answered', minutes: usedMs === null ? null : Math.floor(usedMs / minuteMs), isWithin };
  if (!isWithin) return { as: 'overdue' };
  return { as: state === 'withdrawn' ? 'withdrawn' : 'pending' };
}

/** Null when it cannot be told. A promise that had lapsed before the days nobody can tell stays missed over them. */
function isWithinPromise(
  { from, usedMs }: { from: Date; usedMs: number | null },
  time: WorkingTime,
): boolean | null {
  if (usedMs !== null) return usedMs <= promisedMs;
  return afterWorkingMs(from, promisedMs, time) === null ? null : false;
}

function startOf({ clockFrom, resumed }: Pick<TimedCase, 'clockFrom' | 'resumed'>, time: WorkingTime): Date {
  const written = resumed.map(({ withdrawnAt, askedAt }) => ({
    withdrawnAt: asWritten(withdrawnAt),
    askedAt: asWritten(askedAt),
  }));
  return clockStart({ clockFrom: asWritten(clockFrom), resumed: written }, time);
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
  /** Marked as no enquiry only after the promise had lapsed: in no other number. */
  spamLate: number;
  /** Null below `fewestCases`, or when the middle case has no answer, or one that nobody can tell how late it was. */
  medianMinutes: number | null;
  /** 0 to 1; null below `fewestCases`. */
  shareWithin: number | null;
};

/**
 * 首答中位数 and 8 小时内答复率. A case without an answer waits longer than any that has one: silence cannot improve the median. What
 * was answered late, nobody can tell how late, counts there like it.
 */
export function figuresOf(counted: readonly Counted[]): ResponseFigures {
  const answered = counted.flatMap((one) => (one.as === 'answered' ? [one] : []));
  const minutes = answered.flatMap((one) => (one.minutes === null ? [] : [one.minutes]));
  const within = answered.filter(({ isWithin }) => isWithin).length;
  const overdue = counted.filter(({ as }) => as === 'overdue').length;
  const cases = answered.length + overdue;
  const isEnough = cases >= fewestCases;
  return {
    cases,
    within,
    late: answered.length - within,
    overdue,
    spamLate: counted.filter(({ as }) => as === 'spam-late').length,
    medianMinutes: isEnough ? medianOf(minutes, cases - minutes.length) : null,
    shareWithin: isEnough ? within / cases : null,
  };
}

function medianOf(minutes: readonly number[], untold: number): number | null {
  const sorted = [...minutes].sort((one, other) => one - other);
  const count = sorted.length + untold;
  const low = sorted[Math.ceil(count / 2) - 1];
  const high = sorted[Math.floor(count / 2)];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
