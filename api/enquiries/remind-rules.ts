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

/** The steps that are due and were not taken, the first first; `taken` as they stand on record for this question. */
export function dueSteps(usedMinutes: number, taken: readonly { kind: string; detail: string }[]): Step[] {
  return steps.filter(
    ({ kind, minutes }) =>
      usedMinutes >= minutes &&
      !taken.some((one) => one.kind === kind && reminderOf(one.detail).minutes === minutes),
  );
}
