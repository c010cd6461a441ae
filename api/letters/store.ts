import type { Sql, Tx } from '../db/database.ts';
import { announceAtCommit } from '../db/transaction-scope.ts';

/** One letter to one person. `cause` names the act for the log, e.g. `account.reset`; it holds no personal data. */
export type Letter = {
  recipient: string;
  subject: string;
  body: string;
  cause: string;
  /** False does the same work and keeps nothing: the time must not tell who asks that there is nobody to write to. */
  isKept?: boolean;
};

/** One address and nothing else: no list, no name, no second header (RFC 5322, 3.4). */
const oneAddress = /^[^\s@,;:<>()[\]"\\\p{Cc}]+@[^\s@,;:<>()[\]"\\\p{Cc}]+$/u;
const oneLine = /^[^\p{Cc}\u2028\u2029]+$/u;

/**
 * Puts a letter into the outbox, in the transaction of its cause: it is sent if and only if that is committed.
 * @throws Error when the recipient is not one address or the subject not one line: nothing may reach a header.
 */
export async function writeLetter(tx: Tx, letter: Letter): Promise<void> {
  if (!oneAddress.test(letter.recipient)) throw new Error('a letter goes to one address');
  if (!oneLine.test(letter.subject)) throw new Error('the subject of a letter is one line');
  const { recipient, subject, body, cause, isKept = true } = letter;
  await tx`
    insert into letter (recipient, subject, body, cause)
    select ${recipient}, ${subject}, ${body}, ${cause} where ${isKept}`;
  announceAtCommit('letters');
}

/** A letter whose turn it is; `attempts` counts this one. */
export type DueLetter = {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  writtenAt: Date;
  attempts: number;
};

/**
 * Takes the letter that has waited longest, for so long that no sender is still at it when another takes it again. In one
 * statement, which is its own transaction: nobody holds a lock while a mail server thinks.
 */
export async function takeDueLetter(sql: Sql, leaseSeconds: number): Promise<DueLetter | null> {
  const [letter] = await sql<DueLetter[]>`
    update letter set attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => ${leaseSeconds})
    where id = (
      select id from letter
      where sent_at is null and failed_at is null and next_attempt_at <= now()
      order by next_attempt_at, id
      limit 1
      for update skip locked
    )
    returning id, recipient, subject, body, written_at as "writtenAt", attempts`;
  return letter ?? null;
}

/** The text goes with the sending: it may hold a secret. */
export async function noteSent(sql: Sql, id: string): Promise<void> {
  await sql`
    update letter set sent_at = now(), body = null, failure = null
    where id = ${id} and sent_at is null and failed_at is null`;
}

/** `failure` without the address. */
export async function noteDelayed(sql: Sql, id: string, delay: { seconds: number; failure: string }) {
  await sql`
    update letter
    set next_attempt_at = now() + make_interval(secs => ${delay.seconds}), failure = ${delay.failure}
    where id = ${id} and sent_at is null and failed_at is null`;
}

export async function noteGivenUp(sql: Sql, id: string, failure: string): Promise<void> {
  await sql`
    update letter set failed_at = now(), body = null, failure = ${failure}
    where id = ${id} and sent_at is null and failed_at is null`;
}
