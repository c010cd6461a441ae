import { whileAtDesk } from '../shell/at-desk.ts';
import { work } from './work.svelte.ts';

const everyMs = 60_000;

/** Reads the work list now, when the window is looked at again, and each minute while somebody is at the desk. */
export function followWork(): () => void {
  if (document.visibilityState === 'visible') void work.refresh();
  return whileAtDesk(() => void work.refresh(), everyMs);
}
