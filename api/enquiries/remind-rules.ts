import { afterWorkingMs, type WorkingTime } from '../calendar/working-time.ts';
import { reminderOf } from './terms.ts';

/**
 * 催办 to the officer, 上报 to the head, then to the city: after so many minutes of working time without an answer, be it the first
 * or one to a later question (追问).
 */
export const steps = [
  { kind: 'reminded', minutes: 240 },
  { kind: 'reminded', minutes: 390 },
  { kind: 'escalated', minutes: 480 },
  { kind: 'escalated', minutes: 960 },
] as const;
export type Step = (typeof steps)[number];

/** A step and the instant it fell due: of a question that waits `from` then on, all that did up to `at`, the first first. */
export function stepsBetween(
  { from, at }: { from: Date; at: Date },
  time: WorkingTime,
): { step: Step; dueAt: Date }[] {
  return steps.flatMap((step) => {
    const dueAt = afterWorkingMs(from, step.minutes * 60_000, time);
    return dueAt === null || dueAt > at ? [] : [{ step, dueAt }];
  });
}

/** The steps that are due and were not taken, the first first; `taken` as they stand on record for this question. */
export function dueSteps(
  wait: { from: Date; at: Date; taken: readonly { kind: string; detail: string }[] },
  time: WorkingTime,
): Step[] {
  const isTaken = ({ kind, minutes }: Step) =>
    wait.taken.some((one) => one.kind === kind && reminderOf(one.detail).minutes === minutes);
  return stepsBetween(wait, time).flatMap(({ step }) => (isTaken(step) ? [] : [step]));
}
