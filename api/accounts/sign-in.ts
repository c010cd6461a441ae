import { appendAudit } from '../audit/store.ts';
import { AppError } from '../errors.ts';
import { holdVerified } from './account-store.ts';
import { passwordProvider } from './identity-provider.ts';
import type { AccountParts } from './parts.ts';
import { normalEmail } from './rules.ts';
import type { SignIn } from './schema.ts';
import { takeCode } from './second-factor.ts';
import { startSession, type StartedSession } from './start-session.ts';
import { countSignIn } from './throttle.ts';

export type SignInPlace = { address: string; earlierToken: string | null };

/**
 * Signs in with a password and, where there is a second factor, its code.
 * @throws AppError `credentials-wrong` (401), the same for an address nobody has and for a locked account;
 *   `totp-needed` (401) once the password was right; `too-often` (429).
 */
export async function signIn(
  parts: AccountParts,
  given: SignIn,
  place: SignInPlace,
): Promise<StartedSession> {
  const { database, passwords, secrets } = parts;
  const at = parts.now();
  const email = normalEmail(given.email);
  const attempt = await countSignIn(parts, { email, address: place.address, at });
  const account = await passwordProvider(database.sql, passwords).identify({
    email,
    password: given.password,
  });
  if (account === null) throw wrongCredentials();
  if (account.hasSecondFactor && given.totp === undefined) {
    // The page asks for it now: nobody failed.
    await database.transaction((tx) => attempt.forgive(tx));
    throw new AppError('totp-needed', { detail: '请输入动态验证码。' });
  }
  const started = await database.transaction(async (tx) => {
    if (!(await holdVerified(tx, account))) throw wrongCredentials();
    const { totp } = given;
    if (
      account.hasSecondFactor &&
      (totp === undefined || !(await takeCode(tx, secrets, { account, code: totp, at })))
    )
      return null;
    await attempt.forgive(tx);
    const session = await startSession(tx, { account, earlierToken: place.earlierToken, at });
    const actor = { accountId: account.id, role: account.role };
    await appendAudit(tx, { actor, action: 'session.start', subject: `account:${account.id}`, at });
    return session;
  });
  if (started === null) throw new AppError('totp-needed', { detail: '动态验证码不对，或已经用过。' });
  return started;
}

function wrongCredentials(): AppError {
  return new AppError('credentials-wrong', { detail: '邮箱或密码不对。' });
}
