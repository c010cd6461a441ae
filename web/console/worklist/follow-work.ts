import { work } from './work.svelte.ts';

const everyMs = 60_000;
/** Reading keeps a session alive: a desk that somebody has left must not read on for ever. */
const activeMs = 5 * 60_000;

/** Reads the work list now, when the window is looked at again, and each minute while somebody is at the desk. */
export function followWork(): () => void {
  let lastActive = Date.now();
  const act = () => (lastActive = Date.now());
  const look = () => {
    const isThere = Date.now() - lastActive <= activeMs;
    if (document.visibilityState === 'visible' && isThere) void work.refresh();
  };
  const arrive = () => {
    act();
    look();
  };
  const timer = setInterval(look, everyMs);
  addEventListener('pointerdown', act);
  addEventListener('keydown', act);
  addEventListener('focus', arrive);
  addEventListener('online', arrive);
  look();
  return () => {
    clearInterval(timer);
    removeEventListener('pointerdown', act);
    removeEventListener('keydown', act);
    removeEventListener('focus', arrive);
    removeEventListener('online', arrive);
  };
}
