import { shanghaiDay, shiftDay } from './rules.ts';
import type { WorkingDays } from './working-days.ts';

/** 办公时间: the spans of a working day, [from, to) as `09:00`, in order, in Asia/Shanghai. */
export type OfficeHours = readonly { from: string; to: string }[];

/** When a city works: the hours of a working day, and which days are. */
export type WorkingTime = { hours: OfficeHours; isWorked: WorkingDays };

/** Longer than any case waits: past it the sum is given up as not to be told. */
const mostDays = 3700;

type Span = { from: number; to: number };

/**
 * Working milliseconds from one instant to another; null when a day between them is of a year not yet announced.
 * Zero when `to` is not after `from`.
 */
export function workingMsBetween(from: Date, to: Date, time: WorkingTime): number | null {
  let sum = 0;
  const [start, end] = [from.getTime(), to.getTime()];
  if (end <= start) return 0;
  const lastDay = shanghaiDay(to);
  let day = shanghaiDay(from);
  for (let count = 0; count < mostDays && day <= lastDay; count += 1, day = shiftDay(day, 1)) {
    const spans = spansOf(day, time);
    // A moment before the office opens does not ask whether it will.
    if (spans === null) {
      if (mayTouch(day, { from: start, to: end }, time)) return null;
      continue;
    }
    for (const span of spans) sum += Math.max(0, Math.min(end, span.to) - Math.max(start, span.from));
  }
  return day > lastDay ? sum : null;
}

/** The instant at which so much working time has passed since `from`; null when it cannot be told yet. */
export function afterWorkingMs(from: Date, ms: number, time: WorkingTime): Date | null {
  let left = ms;
  let day = shanghaiDay(from);
  for (let count = 0; count < mostDays; count += 1, day = shiftDay(day, 1)) {
    const spans = spansOf(day, time);
    if (spans === null) return null;
    for (const span of spans) {
      const begin = Math.max(span.from, from.getTime());
      if (begin >= span.to) continue;
      if (begin + left <= span.to) return new Date(begin + left);
      left -= span.to - begin;
    }
  }
  return null;
}

/** The latest instant since which so much working time has passed at `to`; null when it cannot be told. */
export function beforeWorkingMs(to: Date, ms: number, time: WorkingTime): Date | null {
  let left = ms;
  let day = shanghaiDay(to);
  for (let count = 0; count < mostDays; count += 1, day = shiftDay(day, -1)) {
    const spans = spansOf(day, time);
    if (spans === null) return null;
    for (const span of spans.toReversed()) {
      const end = Math.min(span.to, to.getTime());
      if (end <= span.from) continue;
      if (end - left >= span.from) return new Date(end - left);
      left -= end - span.from;
    }
  }
  return null;
}

/** What a clock does at an instant, and until when; `until` is null when the next change cannot be told yet. */
export type ClockPhase = { phase: 'running' | 'paused' | 'undetermined'; until: Date | null };

export function clockPhaseAt(at: Date, time: WorkingTime): ClockPhase {
  let day = shanghaiDay(at);
  for (let count = 0; count < mostDays; count += 1, day = shiftDay(day, 1)) {
    const spans = spansOf(day, time);
    if (spans === null) return { phase: count === 0 ? 'undetermined' : 'paused', until: null };
    for (const { from, to } of spans) {
      if (at.getTime() >= to) continue;
      if (at.getTime() >= from) return { phase: 'running', until: new Date(to) };
      return { phase: 'paused', until: new Date(from) };
    }
  }
  return { phase: 'paused', until: null };
}

/**
 * When between two instants no working time ran: noon, nights, days off, in order. The office hours of a day of which nobody
 * can tell whether it is worked are in none of them.
 */
export function pausesBetween(from: Date, to: Date, time: WorkingTime): { from: Date; to: Date }[] {
  const pauses: { from: Date; to: Date }[] = [];
  let idleFrom = from.getTime();
  const idleUntil = (until: number) => {
    const end = Math.min(until, to.getTime());
    if (end > idleFrom) pauses.push({ from: new Date(idleFrom), to: new Date(end) });
  };
  let day = shanghaiDay(from);
  for (let count = 0; count < mostDays && day <= shanghaiDay(to); count += 1, day = shiftDay(day, 1))
    for (const span of spansOf(day, time) ?? hoursOn(day, time.hours)) {
      idleUntil(span.from);
      idleFrom = Math.max(idleFrom, span.to);
    }
  idleUntil(to.getTime());
  return pauses;
}

/** The office hours of one day; none on a day off, null on a day that nobody can tell. */
function spansOf(day: string, { hours, isWorked }: WorkingTime): Span[] | null {
  const worked = isWorked(day);
  if (worked === null) return null;
  return worked ? hoursOn(day, hours) : [];
}

function mayTouch(day: string, { from, to }: Span, { hours }: WorkingTime): boolean {
  return hoursOn(day, hours).some((span) => Math.min(to, span.to) > Math.max(from, span.from));
}

function hoursOn(day: string, hours: OfficeHours): Span[] {
  return hours.map(({ from, to }) => ({ from: instantOf(day, from), to: instantOf(day, to) }));
}

function instantOf(day: string, time: string): number {
  return Date.parse(`${day}T${time}:00+08:00`);
}
