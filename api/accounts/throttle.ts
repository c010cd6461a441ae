import type { Database, Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { forgiveAttempt, noteAttempt, type AttemptLimit } from './attempt-store.ts';
import type { SecretBox } from './secret-box.ts';

const windowMs = 15 * 60_000;
const failuresPerAccount = 10;
const failuresPerAddress = 30;
/** Letters that anybody may cause: a mailbox is not flooded, and one address does not flood many. */
const lettersPerAccount = 3;
const lettersPerAddress = 10;

export type ThrottleParts = { database: Database; secrets: SecretBox };
/** Who is tried (an e-mail, existing or not) and from where. */
export type Attempt = { email: string; address: string; at: Date };

/** What was let through; taken back when it succeeded. */
export type NotedAttempt = { forgive: (tx: Tx) => Promise<void> };

/**
 * Counts an attempt to sign in before it is made.
 * @throws AppError `too-often` (429): ten failures of an account or thirty of an address in a quarter of an hour.
 */
export function countSignIn(parts: ThrottleParts, attempt: Attempt): Promise<NotedAttempt> {
  return count(parts, attempt, {
    kind: 'sign-in',
    perAccount: failuresPerAccount,
    perAddress: failuresPerAddress,
  });
}

/** Counts a letter that somebody who is not signed in causes. @throws AppError `too-often` (429). */
export async function countLetter(parts: ThrottleParts, attempt: Attempt): Promise<void> {
  await count(parts, attempt, {
    kind: 'letter',
    perAccount: lettersPerAccount,
    perAddress: lettersPerAddress,
  });
}

type Counted = { kind: string; perAccount: number; perAddress: number };

async function count({ database, secrets }: ThrottleParts, attempt: Attempt, counted: Counted) {
  const { kind, perAccount, perAddress } = counted;
  const limits: AttemptLimit[] = [
    { kind: `${kind}-account`, subject: secrets.index(`account ${attempt.email}`), most: perAccount },
    { kind: `${kind}-address`, subject: secrets.index(`address ${attempt.address}`), most: perAddress },
  ];
  const { at } = attempt;
  const retryAfterSeconds = await noteAttempt(database, { limits, windowMs, at });
  if (retryAfterSeconds !== null)
    throw new AppError('too-often', {
      detail: `尝试次数过多，请在 ${Math.ceil(retryAfterSeconds / 60)} 分钟后再试。`,
      retryAfterSeconds,
    });
  return { forgive: (tx: Tx) => forgiveAttempt(tx, { limits, at }) };
}
