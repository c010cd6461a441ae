import type { EventAct } from '../events/act-rules.ts';
import type { ReleasedParcel, Signed } from '../events/log-schema.ts';

/** An item of the table as it stands in the rundown, with what it releases and signs. */
export type PlayedItem = {
  id: number;
  plannedSeconds: number;
  released: ReleasedParcel[];
  signed: Signed | null;
};

/** What was done when; of a signing on paper the first host says it and the second confirms. */
export type Step = { at: Date; act: EventAct };

/** An item is armed so long before it goes on air, and what it signs is signed so long after; milliseconds. */
const armedMs = 8_000;
const noticeMs = 4_000;
const signedMs = 25_000;

/** 场记 of an event that went exactly as planned, from its first item to its end. */
export function stepsOf(
  items: readonly PlayedItem[],
  { startsAt, notice }: { startsAt: Date; notice: { zh: string; en: string } },
): Step[] {
  const steps: Step[] = [];
  let at = startsAt.getTime();
  const step = (afterMs: number, act: EventAct) => steps.push({ at: new Date(at + afterMs), act });
  for (const [index, { id, plannedSeconds, released, signed }] of items.entries()) {
    step(-armedMs, { type: 'standby', item: id });
    step(0, { type: 'take', camera: null, released });
    if (index === 0) step(noticeMs, { type: 'notice', text: notice });
    if (signed !== null) step(signedMs, { type: 'sign', item: id, state: 'effective', signed });
    at += plannedSeconds * 1_000;
  }
  step(0, { type: 'end' });
  return steps;
}
