import type { SecretBox } from '../accounts/secret-box.ts';
import type { Sql } from '../db/database.ts';
import type { Deliver, Delivery } from './delivery.ts';
import { noteDelayed, noteGivenUp, noteSent, takeDueLetter, type DueLetter } from './store.ts';

/** Longer than any delivery: a letter whose sender died is taken again after it. */
const leaseSeconds = 10 * 60;

/** Until the next try, after the first, the second and so on; after a day and a half it is given up: what it says is old. */
const pausesSeconds = [1, 5, 15, 60, 180, 360, 720, 720].map((minutes) => minutes * 60);

export type SenderParts = {
  sql: Sql;
  secrets: SecretBox;
  deliver: Deliver;
  onError: (error: unknown) => void;
};

/**
 * Sends every letter that is due, one after the other, and stops at an outage: the others would fare no better. A letter
 * that was taken by the mail server but not noted, as after a crash, goes out once more under the same message number.
 */
export async function sendDueLetters(parts: SenderParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const letter = await takeDueLetter(parts.sql, { leaseSeconds, secrets: parts.secrets });
    if (letter === null) return;
    const delivery = await tryDelivery(parts, letter);
    await note(parts.sql, letter, delivery);
    if (delivery.outcome === 'later' && delivery.isOutage) return;
  }
}

/** A full disk, for instance, is an outage too. */
async function tryDelivery({ deliver, onError }: SenderParts, letter: DueLetter): Promise<Delivery> {
  try {
    return await deliver(letter);
  } catch (error) {
    onError(error);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { outcome: 'later', reason: code, isOutage: true };
  }
}

async function note(sql: Sql, { id, attempts }: DueLetter, delivery: Delivery): Promise<void> {
  if (delivery.outcome === 'sent') return await noteSent(sql, id);
  const seconds = delivery.outcome === 'refused' ? undefined : pausesSeconds[attempts - 1];
  if (seconds === undefined) return await noteGivenUp(sql, id, delivery.reason);
  await noteDelayed(sql, id, { seconds, failure: delivery.reason });
}
