import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SecretBox } from '../accounts/secret-box.ts';
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
  refuseStrangeHeaders(letter);
  const { recipient, subject, body, cause, isKept = true } = letter;
  await tx`
    insert into letter (recipient, subject, body, cause)
    select ${recipient}, ${subject}, ${body}, ${cause} where ${isKept}`;
  announceAtCommit('letters');
}

/** A letter or a short message (短信, without a subject) about a case; nobody reads it in the database. */
export type SealedLetter = Omit<Letter, 'isKept'> & { medium: Medium; enquiryId: number };
export type Medium = 'mail' | 'sms';

/** As `writeLetter`, with recipient and text sealed until it is sent. */
export async function writeSealedLetter(tx: Tx, letter: SealedLetter, secrets: SecretBox): Promise<void> {
  if (letter.medium === 'mail') refuseStrangeHeaders(letter);
  const { medium, cause, enquiryId, ...content } = letter;
  const id = randomUUID();
  const sealed = secrets.seal(JSON.stringify(content), letterPlace(id));
  await tx`insert into letter ${tx({ id, medium, cause, sealed, enquiry_id: enquiryId })}`;
  announceAtCommit('letters');
}

function refuseStrangeHeaders({ recipient, subject }: Pick<Letter, 'recipient' | 'subject'>): void {
  if (!oneAddress.test(recipient)) throw new Error('a letter goes to one address');
  if (!oneLine.test(subject)) throw new Error('the subject of a letter is one line');
}

/** A seal is bound to its row. */
const letterPlace = (id: string) => `letter ${id}`;
const SealedContent = z.object({ recipient: z.string(), subject: z.string(), body: z.string() });

/** A letter whose turn it is; `attempts` counts this one. */
export type DueLetter = {
  id: string;
  medium: Medium;
  recipient: string;
  subject: string;
  body: string;
  writtenAt: Date;
  attempts: number;
};

type LetterRow = Pick<DueLetter, 'id' | 'medium' | 'writtenAt' | 'attempts'> &
  ({ recipient: string; subject: string; body: string; sealed: null } | { sealed: Buffer });

/**
 * Takes the letter that has waited longest, for so long that no sender is still at it when another takes it again. In one
 * statement, which is its own transaction: nobody holds a lock while a mail server thinks.
 */
export async function takeDueLetter(
  sql: Sql,
  { leaseSeconds, secrets }: { leaseSeconds: number; secrets: SecretBox },
): Promise<DueLetter | null> {
  const [letter] = await sql<LetterRow[]>`
    update letter set attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => ${leaseSeconds})
    where id = (
      select id from letter
      where sent_at is null and failed_at is null and next_attempt_at <= now()
      order by next_attempt_at, id
      limit 1
      for update skip locked
    )
    returning id, medium, recipient, subject, body, sealed, written_at as "writtenAt", attempts`;
  if (letter === undefined) return null;
  if (letter.sealed === null) return letter;
  const { id, medium, writtenAt, attempts, sealed } = letter;
  const content = SealedContent.parse(JSON.parse(secrets.open(sealed, letterPlace(id))));
  return { id, medium, writtenAt, attempts, ...content };
}

/** The text goes with the sending: it may hold a secret. */
export async function noteSent(sql: Sql, id: string): Promise<void> {
  await sql`
    update letter set sent_at = now(), body = null, sealed = null, failure = null
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
    update letter set failed_at = now(), body = null, sealed = null, failure = ${failure}
    where id = ${id} and sent_at is null and failed_at is null`;
}
