import { inbox } from './inbox.svelte.ts';

const everyMs = 5_000;
let ownMs = $state(Date.now());

/** The server's time on this desk, a step every few seconds while somebody looks: clocks go on between readings. */
export const deskTime = {
  get now(): Date {
    return new Date(ownMs + inbox.aheadMs);
  },
  /** After a reading: what it says holds from its own time on. */
  step(): void {
    ownMs = Date.now();
  },
  follow(): () => void {
    deskTime.step();
    const timer = setInterval(deskTime.step, everyMs);
    return () => clearInterval(timer);
  },
};
