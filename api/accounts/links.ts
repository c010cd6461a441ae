import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import {
  holdVerified,
  noteVerified,
  readSignInAccount,
  writePassword,
  type SignInAccount,
} from './account-store.ts';
import type { AccountParts } from './parts.ts';
import { requireGoodPassword } from './password-choice.ts';
import { takeCode } from './second-factor.ts';
import { secretTokenHash } from './secret-token.ts';
import { deleteSessions } from './session-store.ts';
import type { SignInPlace } from './sign-in.ts';
import { startSession, type StartedSession } from './start-session.ts';
import { countSignIn } from './throttle.ts';
import { readToken, takeToken, type UsedToken } from './token-store.ts';

const spent = () => new AppError('link-spent', { detail: '链接已用过、已过期，或不完整。请重新申请。' });

export type ChosenPassword = {
  token: string;
  password: string;
  purpose: 'verify-email' | 'reset-password';
};

/**
 * Uses a link from a letter to choose a password; every session of the account ends. Returns whose password it is now.
 * @throws AppError `link-spent` (422), or `refused-by-rule` (422) for a password that is not good enough: the link still works then.
 */
export async function choosePassword(
  parts: AccountParts,
  { token, password, purpose }: ChosenPassword,
): Promise<{ email: string }> {
  const { database, passwords, now } = parts;
  const at = now();
  const link = { tokenHash: secretTokenHash(token), purpose, at };
  const account = await accountOf(parts, link);
  requireGoodPassword(parts, { password, email: account.email });
  const passwordHash = await passwords.hash(password);
  const accountId = account.id;
  await database.transaction(async (tx) => {
    if (!(await holdVerified(tx, account)) || (await takeToken(tx, link)) === null) throw spent();
    await writePassword(tx, { accountId, passwordHash, at });
    await noteVerified(tx, accountId, at);
    await deleteSessions(tx, accountId);
    const action = purpose === 'verify-email' ? 'account.verify' : 'account.reset-password';
    await appendAudit(tx, { actor: actorOf(account), action, subject: `account:${accountId}`, at });
  });
  return { email: account.email };
}

/**
 * Signs in with a one-time link. It stands for the password alone: a second factor is asked for beside it.
 * @throws AppError `link-spent` (422), `totp-needed` (401), `too-often` (429).
 */
export async function signInByLink(
  parts: AccountParts,
  given: { token: string; totp?: string | undefined },
  place: SignInPlace,
): Promise<StartedSession> {
  const { database, now } = parts;
  const at = now();
  const link: UsedToken = { tokenHash: secretTokenHash(given.token), purpose: 'sign-in', at };
  const account = await accountOf(parts, link);
  const attempt = await countSignIn(parts, { email: account.email, address: place.address, at });
  const started = await database.transaction(async (tx) => {
    if (!(await holdVerified(tx, account))) throw spent();
    if (!(await hasProof(tx, parts, { account, code: given.totp, at }))) return null;
    if ((await takeToken(tx, link)) === null) throw spent();
    await attempt.forgive(tx);
    await noteVerified(tx, account.id, at);
    const session = await startSession(tx, { account, earlierToken: place.earlierToken, at });
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'session.start-by-link',
      subject: `account:${account.id}`,
      at,
    });
    return session;
  });
  if (started === null) throw new AppError('totp-needed', { detail: '请输入动态验证码。' });
  return started;
}

async function accountOf({ database }: AccountParts, link: UsedToken): Promise<SignInAccount> {
  const accountId = await readToken(database.sql, link);
  const account = accountId === null ? null : await readSignInAccount(database.sql, accountId);
  if (account === null) throw spent();
  return account;
}

type LinkProof = { account: SignInAccount; code: string | undefined; at: Date };

async function hasProof(
  tx: Tx,
  { secrets }: AccountParts,
  { account, code, at }: LinkProof,
): Promise<boolean> {
  if (!account.hasSecondFactor) return true;
  return code !== undefined && (await takeCode(tx, secrets, { account, code, at }));
}

function actorOf({ id, role }: SignInAccount) {
  return { accountId: id, role };
}
