import { whileAtDesk } from '../shell/at-desk.ts';
import { deskTime } from './desk-time.svelte.ts';
import { inbox } from './inbox.svelte.ts';

/** Beside every page for the number of those who wait; where they are shown, every few seconds. */
const besideMs = 30_000;
const shownMs = 4_000;

export function followWaiting(): () => void {
  void look();
  return whileAtDesk(() => void look(), besideMs);
}

export function followInbox(read: () => void): () => void {
  const stopTicking = deskTime.follow();
  const stopReading = whileAtDesk(read, shownMs);
  return () => {
    stopTicking();
    stopReading();
  };
}

async function look(): Promise<void> {
  await inbox.refresh();
  deskTime.step();
}
