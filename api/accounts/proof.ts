import { AppError } from '../errors.ts';
import { readSignInAccount } from './account-store.ts';
import type { Actor } from './actor.ts';
import type { AccountParts } from './parts.ts';
import type { Proof } from './schema.ts';
import { takeCode } from './second-factor.ts';
import { secretTokenHash } from './secret-token.ts';
import { deleteSession, noteProof } from './session-store.ts';
import { countProof, type NotedAttempt } from './throttle.ts';

/**
 * Proves again who is signed in: by code where there is a second factor, else by password. After five failures the session
 * ends.
 * @throws AppError `refused-by-rule` (422) for what is wrong, `totp-needed` (401), `too-often` (429) with the session ended.
 */
export async function renewProof(
  parts: AccountParts,
  actor: Actor,
  { token, proof }: { token: string; proof: Proof },
): Promise<void> {
  const { database, passwords, secrets, now } = parts;
  const at = now();
  const tokenHash = secretTokenHash(token);
  const account = await readSignInAccount(database.sql, actor.accountId);
  if (account === null) throw new AppError('unauthenticated');
  const { password, totp } = proof;
  if (account.hasSecondFactor && totp === undefined) throw new AppError('totp-needed');
  const attempt = await countOrEnd(parts, { token, tokenHash, at });
  if (password !== undefined && !(await passwords.verify(password, account.passwordHash)))
    throw wrong('password');
  if (!account.hasSecondFactor && password === undefined) throw wrong('password');
  const isProven = await database.transaction(async (tx) => {
    if (account.hasSecondFactor && !(await takeCode(tx, secrets, { account, code: totp ?? '', at })))
      return false;
    await attempt.forgive(tx);
    await noteProof(tx, tokenHash, at);
    return true;
  });
  if (!isProven) throw wrong('totp');
}

type CountedSession = { token: string; tokenHash: Buffer; at: Date };

async function countOrEnd(
  parts: AccountParts,
  { token, tokenHash, at }: CountedSession,
): Promise<NotedAttempt> {
  try {
    return await countProof(parts, { session: token, at });
  } catch (error) {
    if (error instanceof AppError && error.code === 'too-often')
      await deleteSession(parts.database.sql, tokenHash);
    throw error;
  }
}

function wrong(path: 'password' | 'totp'): AppError {
  const message = path === 'totp' ? '动态验证码不对，或已经用过。' : '密码不对。';
  return new AppError('refused-by-rule', { detail: message, errors: [{ path, message }] });
}
