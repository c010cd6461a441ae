import { appendAudit } from '../audit/store.ts';
import { AppError } from '../errors.ts';
import { holdVerified, readSignInAccount, type SignInAccount } from './account-store.ts';
import type { Actor } from './actor.ts';
import type { AccountParts } from './parts.ts';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts';
import { isStaff, requireRecentProof } from './rules.ts';
import { totpPlace } from './second-factor.ts';
import { confirmTotp, deleteSecondFactor, writeTotpSecret } from './second-factor-store.ts';
import { deleteSessions } from './session-store.ts';
import { startSession, type StartedSession } from './start-session.ts';
import { countSignIn } from './throttle.ts';
import { newTotpSecret, totpStep, totpUri } from './totp.ts';

/**
 * Begins to set up a second factor: a secret for the authenticator, not in use before a code of it was shown.
 * @throws AppError `proof-needed` (403), `conflict` (409) where one is in use.
 */
export async function beginEnrolment(
  parts: AccountParts,
  actor: Actor,
): Promise<{ secret: string; uri: string }> {
  const { database, secrets, siteName, now } = parts;
  requireRecentProof(actor, now());
  const account = await ownAccount(parts, actor);
  const secret = newTotpSecret();
  const sealed = secrets.seal(secret, totpPlace(account.id));
  const isBegun = await database.transaction((tx) => writeTotpSecret(tx, account.id, sealed));
  if (!isBegun) throw new AppError('conflict', { detail: '动态验证码已启用；要更换，请先停用。' });
  return { secret, uri: totpUri(secret, { issuer: siteName, email: account.email }) };
}

export type EnrolmentCode = { code: string; address: string };
export type Enrolled = { recoveryCodes: string[]; session: StartedSession };

/**
 * Puts the second factor into use. Every session ends but a new one in place of this: what was signed in with less is gone.
 * @throws AppError `refused-by-rule` (422) for a wrong code, `conflict` (409) where nothing was begun, `too-often` (429).
 */
export async function confirmEnrolment(
  parts: AccountParts,
  actor: Actor,
  { code, address }: EnrolmentCode,
): Promise<Enrolled> {
  const { database, secrets, now } = parts;
  const at = now();
  const account = await ownAccount(parts, actor);
  if (account.totpSecret === null || account.hasSecondFactor)
    throw new AppError('conflict', { detail: '请先开始设置动态验证码。' });
  const attempt = await countSignIn(parts, { email: account.email, address, at });
  const step = totpStep(secrets.open(account.totpSecret, totpPlace(account.id)), code, at);
  if (step === null) {
    const message = '动态验证码不对，请核对手机时间后重试。';
    throw new AppError('refused-by-rule', { detail: message, errors: [{ path: 'code', message }] });
  }
  const recoveryCodes = newRecoveryCodes();
  const codeHashes = recoveryCodes.map((recoveryCode) => recoveryCodeHash(account.id, recoveryCode));
  const session = await database.transaction(async (tx) => {
    if (
      !(await holdVerified(tx, account)) ||
      !(await confirmTotp(tx, { accountId: account.id, step, codeHashes, at }))
    )
      throw new AppError('conflict');
    await attempt.forgive(tx);
    await deleteSessions(tx, account.id);
    const started = await startSession(tx, { account, earlierToken: null, at });
    await appendAudit(tx, {
      actor,
      action: 'account.set-second-factor',
      subject: `account:${account.id}`,
      at,
    });
    return started;
  });
  return { recoveryCodes, session };
}

/** @throws AppError `forbidden` (403) for staff outside demonstration mode, `proof-needed` (403). */
export async function endSecondFactor(parts: AccountParts, actor: Actor): Promise<void> {
  const { database, isDemonstration, now } = parts;
  const at = now();
  if (isStaff(actor.role) && !isDemonstration)
    throw new AppError('forbidden', { detail: '工作人员必须使用动态验证码；更换手机请联系管理员。' });
  requireRecentProof(actor, at);
  await database.transaction(async (tx) => {
    await deleteSecondFactor(tx, actor.accountId);
    await appendAudit(tx, {
      actor,
      action: 'account.end-second-factor',
      subject: `account:${actor.accountId}`,
      at,
    });
  });
}

async function ownAccount({ database }: AccountParts, { accountId }: Actor): Promise<SignInAccount> {
  const account = await readSignInAccount(database.sql, accountId);
  if (account === null) throw new AppError('unauthenticated');
  return account;
}
