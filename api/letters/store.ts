import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SecretBox } from '../accounts/secret-box.ts';
import type { Sql, Tx } from '../db/database.ts';
import { announceAtCommit } from '../db/transaction-scope.ts';
import { dialled, smsRefusal } from './sms-rules.ts';
import type { Medium } from './terms.ts';

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

/** A letter or a short message (短信, without a subject) about a case, or to who signs; nobody reads it in the database. */
export type SealedLetter = Omit<Letter, 'isKept'> & { medium: Medium } & (
    { enquiryId: number } | { agreementId: number; position: number }
  );

/** `takeRehearsed`: what a rehearsal (演练) would have sent, for the robots that play its signers; it is sent to nobody. */
export type Post = { secrets: SecretBox; takeRehearsed?: ((letter: SealedLetter) => void) | undefined };

/**
 * As `writeLetter`, with recipient and text sealed until it is sent. What is about a rehearsal never comes into the outbox.
 * @throws Error also for what is no short message.
 */
export async function writeSealedLetter(tx: Tx, letter: SealedLetter, post: Post): Promise<void> {
  if (letter.medium === 'mail') refuseStrangeHeaders(letter);
  else refuseStrangeMessage(letter);
  if ('agreementId' in letter && (await isRehearsal(tx, letter.agreementId)))
    return post.takeRehearsed?.(letter);
  const { medium, cause, subject, body } = letter;
  const about =
    'enquiryId' in letter
      ? { enquiry_id: letter.enquiryId }
      : { agreement_id: letter.agreementId, signer_position: letter.position };
  const recipient = medium === 'sms' ? dialled(letter.recipient) : letter.recipient;
  const content: Content = { recipient, subject, body };
  const id = randomUUID();
  const sealed = post.secrets.seal(JSON.stringify(content), letterPlace(id));
  await tx`insert into letter ${tx({ id, medium, cause, sealed, ...about })}`;
  announceAtCommit('letters');
}

async function isRehearsal(tx: Tx, agreementId: number): Promise<boolean> {
  const [row] = await tx`
    select from agreement where id = ${agreementId} and rehearsal_event_id is not null limit 1`;
  return row !== undefined;
}

function refuseStrangeHeaders({ recipient, subject }: Pick<Letter, 'recipient' | 'subject'>): void {
  if (!oneAddress.test(recipient)) throw new Error('a letter goes to one address');
  if (!oneLine.test(subject)) throw new Error('the subject of a letter is one line');
}

function refuseStrangeMessage({ recipient, body }: Pick<Letter, 'recipient' | 'body'>): void {
  if (!/^\+?\d{4,20}$/.test(dialled(recipient))) throw new Error('a short message goes to one number');
  const refusal = smsRefusal(body);
  if (refusal !== null) throw new Error(refusal);
}

/** A seal is bound to its row. */
const letterPlace = (id: string) => `letter ${id}`;
const Content = z.object({ recipient: z.string(), subject: z.string(), body: z.string() });
type Content = z.infer<typeof Content>;

/**
 * A letter whose turn it is; `attempts` counts this one. Without `content` its seal does not open: the key is not here, and may
 * come back.
 */
export type DueLetter = {
  id: string;
  medium: Medium;
  cause: string;
  enquiryId: number | null;
  /** Of an agreement, and which of its signers it was written to. */
  agreementId: number | null;
  position: number | null;
  writtenAt: Date;
  attempts: number;
  content: Content | null;
};

type LetterRow = Omit<DueLetter, 'content'> & ((Content & { sealed: null }) | { sealed: Buffer });

/**
 * Takes the letter of a medium that has waited longest, for so long that no sender is still at it when another takes it again.
 * In one statement, which is its own transaction: nobody holds a lock while a mail server thinks.
 */
export async function takeDueLetter(
  sql: Sql,
  { medium, leaseSeconds, secrets }: { medium: Medium; leaseSeconds: number; secrets: SecretBox },
): Promise<DueLetter | null> {
  const [row] = await sql<LetterRow[]>`
    update letter set attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => ${leaseSeconds})
    where id = (
      select id from letter
      where medium = ${medium} and sent_at is null and failed_at is null and next_attempt_at <= now()
      order by next_attempt_at, id
      limit 1
      for update skip locked
    )
    returning id, medium, cause, enquiry_id::int as "enquiryId", agreement_id::int as "agreementId",
      signer_position as position, recipient, subject, body, sealed, written_at as "writtenAt", attempts`;
  if (row === undefined) return null;
  const { id, cause, enquiryId, agreementId, position, writtenAt, attempts } = row;
  const about = { enquiryId, agreementId, position };
  return { id, medium, cause, ...about, writtenAt, attempts, content: contentOf(row, secrets) };
}

function contentOf(row: LetterRow, secrets: SecretBox): Content | null {
  if (row.sealed === null) return Content.parse(row);
  try {
    return Content.parse(JSON.parse(secrets.open(row.sealed, letterPlace(row.id))));
  } catch {
    return null;
  }
}

/** Text and address go with the sending: they may hold a secret, and say who was written to. */
export async function noteSent(sql: Sql, id: string): Promise<void> {
  await sql`
    update letter
    set sent_at = now(), recipient = null, subject = null, body = null, sealed = null, failure = null
    where id = ${id} and sent_at is null and failed_at is null`;
}

/** `failure` without the address. */
export async function noteDelayed(sql: Sql, id: string, delay: { seconds: number; failure: string }) {
  await sql`
    update letter
    set next_attempt_at = now() + make_interval(secs => ${delay.seconds}), failure = ${delay.failure}
    where id = ${id} and sent_at is null and failed_at is null`;
}

/** False when it was sent, given up or erased meanwhile. */
export async function noteGivenUp(tx: Tx, id: string, failure: string): Promise<boolean> {
  const given = await tx`
    update letter
    set failed_at = now(), recipient = null, subject = null, body = null, sealed = null, failure = ${failure}
    where id = ${id} and sent_at is null and failed_at is null
    returning id`;
  return given.length === 1;
}
