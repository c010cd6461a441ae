import { presence } from '../../accounts/presence.svelte.ts';

/** Reading keeps a session alive: a desk that somebody has left must not read on for ever. */
const activeMs = 5 * 60_000;

/**
 * Looks again and again while somebody is at the desk, and at once when the window is looked at again; not while the session
 * is over, until the same person has signed in again.
 */
export function whileAtDesk(look: () => void, everyMs: number): () => void {
  let lastActive = Date.now();
  const act = () => (lastActive = Date.now());
  const lookIfThere = () => {
    const isThere = Date.now() - lastActive <= activeMs;
    if (document.visibilityState === 'visible' && isThere && !presence.lost) look();
  };
  const arrive = () => {
    act();
    lookIfThere();
  };
  const timer = setInterval(lookIfThere, everyMs);
  addEventListener('pointerdown', act);
  addEventListener('keydown', act);
  addEventListener('focus', arrive);
  addEventListener('online', arrive);
  return () => {
    clearInterval(timer);
    removeEventListener('pointerdown', act);
    removeEventListener('keydown', act);
    removeEventListener('focus', arrive);
    removeEventListener('online', arrive);
  };
}
