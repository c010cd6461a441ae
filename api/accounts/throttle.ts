import type { Database, Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { networkOf } from './client-address.ts';
import { forgiveAttempt, noteAttempt, type AttemptLimit, type Attempts } from './attempt-store.ts';
import type { SecretBox } from './secret-box.ts';

const windowMs = 15 * 60_000;
const failuresPerAccount = 10;
const failuresPerAddress = 30;
const proofsPerSession = 5;
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
export async function countSignIn(parts: ThrottleParts, attempt: Attempt): Promise<NotedAttempt> {
  const limits = limitsOf(parts.secrets, attempt, {
    kind: 'sign-in',
    perAccount: failuresPerAccount,
    perAddress: failuresPerAddress,
  });
  return parts.database.transaction((tx) => count(tx, limits, attempt.at));
}

/**
 * Counts a letter that somebody who is not signed in causes, in the transaction that writes it.
 * @throws AppError `too-often` (429).
 */
export async function countLetter(tx: Tx, secrets: SecretBox, attempt: Attempt): Promise<void> {
  const limits = limitsOf(secrets, attempt, {
    kind: 'letter',
    perAccount: lettersPerAccount,
    perAddress: lettersPerAddress,
  });
  await count(tx, limits, attempt.at);
}

/** Counts a proof within a session. @throws AppError `too-often` (429) after five failures in a quarter of an hour. */
export function countProof(
  parts: ThrottleParts,
  { session, at }: { session: string; at: Date },
): Promise<NotedAttempt> {
  const subject = parts.secrets.index(`session ${session}`);
  return parts.database.transaction((tx) =>
    count(tx, [{ kind: 'proof', subject, most: proofsPerSession }], at),
  );
}

type Counted = { kind: string; perAccount: number; perAddress: number };

function limitsOf(secrets: SecretBox, { email, address }: Attempt, counted: Counted): AttemptLimit[] {
  const { kind, perAccount, perAddress } = counted;
  return [
    { kind: `${kind}-account`, subject: secrets.index(`account ${email}`), most: perAccount },
    { kind: `${kind}-address`, subject: secrets.index(`address ${networkOf(address)}`), most: perAddress },
  ];
}

async function count(tx: Tx, limits: AttemptLimit[], at: Date): Promise<NotedAttempt> {
  await countAttempts(tx, { limits, windowMs, at });
  return { forgive: (later: Tx) => forgiveAttempt(later, { limits, at }) };
}

/**
 * Counts one attempt for each subject, in the transaction of what is attempted.
 * @throws AppError `too-often` (429) when one of them has used up its window; then nothing is counted.
 */
export async function countAttempts(tx: Tx, attempts: Attempts): Promise<void> {
  const retryAfterSeconds = await noteAttempt(tx, attempts);
  if (retryAfterSeconds === null) return;
  throw new AppError('too-often', {
    detail: `尝试次数过多，请在 ${Math.ceil(retryAfterSeconds / 60)} 分钟后再试。`,
    retryAfterSeconds,
  });
}

/** Takes back what was counted at an instant, since it was none: only what fails is limited so. */
export async function forgiveAttempts(tx: Tx, attempts: Pick<Attempts, 'limits' | 'at'>): Promise<void> {
  await forgiveAttempt(tx, attempts);
}

/** As `countAttempts`, for what is left out instead of refused: false, and nothing counted, where there is no room. */
export async function countWhereRoom(tx: Tx, attempts: Attempts): Promise<boolean> {
  return (await noteAttempt(tx, attempts)) === null;
}
