import { untrack } from 'svelte';
import type { Snapshot } from '../../../api/events/event-schema.ts';
import type { Told } from '../follow.ts';
import { nothingHeard, withHeard, withTime } from './cue-queue-rules.ts';
import type { PictureClock } from './cue-time-rules.ts';

const lookMs = 100;

/** Null: no picture is looked at, and what is heard is shown at once. */
export type ReadClock = (() => PictureClock) | null;

/** The event as the picture has come to it, while the component that calls this lives. */
export function inPicture(told: () => Told, clock: () => ReadClock): { readonly snapshot: Snapshot | null } {
  let queue = $state.raw(nothingHeard);
  const isWaiting = $derived(queue.waiting.length > 0);

  function look(): void {
    queue = withTime(queue, clock()?.() ?? { kind: 'stalled' }, performance.now());
  }

  $effect(() => {
    const { snapshot, cue } = told();
    untrack(() => {
      queue = snapshot === null ? nothingHeard : withHeard(queue, snapshot, cue);
      look();
    });
  });
  $effect(() => {
    clock();
    if (!isWaiting) return;
    untrack(look);
    const timer = setInterval(look, lookMs);
    return () => clearInterval(timer);
  });

  return {
    get snapshot() {
      return queue.shown;
    },
  };
}
