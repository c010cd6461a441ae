import type { SecretBox } from '../accounts/secret-box.ts';
import type { Database, Tx } from '../db/database.ts';
import type { Deliver, Delivery } from './delivery.ts';
import { noteDelayed, noteGivenUp, noteSent, takeDueLetter, type DueLetter } from './store.ts';
import type { Medium } from './terms.ts';

/** Longer than any delivery: a letter whose sender died is taken again after it. */
const leaseSeconds = 10 * 60;

/** Until the next try, after the first, the second and so on; after a day and a half it is given up: what it says is old. */
const pausesSeconds = [1, 5, 15, 60, 180, 360, 720, 720].map((minutes) => minutes * 60);

/** The cases that letters are about, which are told in the same transaction when one is given up. */
export type LetterCases = {
  /** Nobody else adds to the case until the transaction ends. */
  hold: (tx: Tx, enquiryId: number) => Promise<void>;
  noteUndelivered: (tx: Tx, undelivered: { enquiryId: number; medium: Medium }) => Promise<void>;
};

/** As the cases, for the agreements and their signers. */
export type LetterAgreements = {
  hold: (tx: Tx, agreementId: number) => Promise<void>;
  noteUndelivered: (
    tx: Tx,
    undelivered: { agreementId: number; position: number | null; medium: Medium; cause: string },
  ) => Promise<void>;
};

export type SenderParts = {
  database: Pick<Database, 'sql' | 'transaction'>;
  secrets: SecretBox;
  deliver: Record<Medium, Deliver>;
  cases: LetterCases;
  agreements: LetterAgreements;
  onError: (error: unknown) => void;
};

/**
 * Sends every letter of a medium that is due, one after the other, and stops at an outage: the others would fare no better. A
 * letter that was taken by the server but not noted, as after a crash, goes out once more under the same number.
 */
export async function sendDueLetters(parts: SenderParts, medium: Medium, signal: AbortSignal): Promise<void> {
  const { database, secrets } = parts;
  while (!signal.aborted) {
    const letter = await takeDueLetter(database.sql, { medium, leaseSeconds, secrets });
    if (letter === null) return;
    const delivery = await tryDelivery(parts, letter);
    await note(parts, letter, delivery);
    if (delivery.outcome === 'later' && delivery.isOutage) return;
  }
}

/** A full disk, for instance, is an outage too. */
async function tryDelivery({ deliver, onError }: SenderParts, letter: DueLetter): Promise<Delivery> {
  const { id, medium, writtenAt, content } = letter;
  if (content === null) {
    onError(new Error('a letter does not open: add the key that sealed it to SECRET_KEY behind the newest'));
    return { outcome: 'later', reason: 'sealed', isOutage: false };
  }
  try {
    return await deliver[medium]({ id, writtenAt, ...content });
  } catch (error) {
    onError(error);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { outcome: 'later', reason: code, isOutage: true };
  }
}

async function note(parts: SenderParts, letter: DueLetter, delivery: Delivery): Promise<void> {
  const { sql } = parts.database;
  if (delivery.outcome === 'sent') return await noteSent(sql, letter.id);
  const seconds = delivery.outcome === 'refused' ? undefined : pausesSeconds[letter.attempts - 1];
  if (seconds === undefined) return await giveUp(parts, letter, delivery.reason);
  await noteDelayed(sql, letter.id, { seconds, failure: delivery.reason });
}

/** What it is about first, then the letter: as an erasure takes them, so that the two never wait for each other. */
async function giveUp(parts: SenderParts, letter: DueLetter, failure: string): Promise<void> {
  const { database, cases, agreements } = parts;
  const { id, medium, cause, enquiryId, agreementId, position } = letter;
  await database.transaction(async (tx) => {
    if (enquiryId !== null) await cases.hold(tx, enquiryId);
    if (agreementId !== null) await agreements.hold(tx, agreementId);
    if (!(await noteGivenUp(tx, id, failure))) return;
    if (enquiryId !== null) await cases.noteUndelivered(tx, { enquiryId, medium });
    if (agreementId !== null) await agreements.noteUndelivered(tx, { agreementId, position, medium, cause });
  });
}
