import type { Snapshot } from '../../../api/events/event-schema.ts';
import { waitMs, type CueTime, type PictureClock } from './cue-time-rules.ts';

/** 待显示: what is on the screen, and what was heard and is not yet in the picture, in the order of the log. */
export type CueQueue = {
  shown: Snapshot | null;
  waiting: readonly (CueTime & { snapshot: Snapshot })[];
};

export const nothingHeard: CueQueue = { shown: null, waiting: [] };

/**
 * With the event as it was heard. `time` null: nobody knows of when it is, and it is shown at once; so is what the host cut,
 * put right or ended, and all that was before it.
 */
export function withHeard(queue: CueQueue, snapshot: Snapshot, time: CueTime | null): CueQueue {
  const { shown, waiting } = queue;
  const last = waiting.at(-1);
  if (last !== undefined && isSame(last.snapshot, snapshot))
    return { shown, waiting: [...waiting.slice(0, -1), { ...last, snapshot }] };
  const isNew = shown !== null && time !== null && shown.epoch === snapshot.epoch && !isSame(shown, snapshot);
  if (!isNew || isUrgent(last?.snapshot ?? shown, snapshot)) return { shown: snapshot, waiting: [] };
  return { shown, waiting: [...waiting, { ...time, snapshot }] };
}

/** With what the picture has reached, in the order of the log. */
export function withTime(queue: CueQueue, clock: PictureClock, nowMs: number): CueQueue {
  const first = queue.waiting.findIndex((cue) => waitMs(cue, clock, nowMs) > 0);
  const count = first === -1 ? queue.waiting.length : first;
  const last = queue.waiting[count - 1];
  return last === undefined ? queue : { shown: last.snapshot, waiting: queue.waiting.slice(count) };
}

function isSame(one: Snapshot, other: Snapshot): boolean {
  return one.epoch === other.epoch && one.seq === other.seq;
}

function isUrgent(before: Snapshot, now: Snapshot): boolean {
  return (
    now.isCut !== before.isCut ||
    now.status === 'ended' ||
    (now.correction !== null && now.correction.seq !== before.correction?.seq)
  );
}
