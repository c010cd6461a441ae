import { appendAudit } from '../audit/store.ts';
import { AppError } from '../errors.ts';
import {
  holdVerified,
  readSignInAccount,
  writePassword,
  writeProfile,
  type SignInAccount,
} from './account-store.ts';
import type { Actor } from './actor.ts';
import type { AccountParts } from './parts.ts';
import { requireGoodPassword } from './password-choice.ts';
import { requireRecentProof } from './rules.ts';
import type { OwnChanges } from './schema.ts';
import { secretTokenHash } from './secret-token.ts';
import { deleteSessions } from './session-store.ts';
import { countSignIn } from './throttle.ts';

export type OwnChange = { changes: OwnChanges; token: string; address: string };

/**
 * Changes one's own name, language or password. A new password needs the old one, or a recent proof where there is none yet,
 * and ends every other session.
 * @throws AppError `refused-by-rule` (422), `proof-needed` (403), `too-often` (429).
 */
export async function changeOwn(
  parts: AccountParts,
  actor: Actor,
  { changes, token, address }: OwnChange,
): Promise<void> {
  const { database, passwords, now } = parts;
  const at = now();
  const { name, locale, password, oldPassword } = changes;
  const account = await readSignInAccount(database.sql, actor.accountId);
  if (account === null) throw new AppError('unauthenticated');
  if (password !== undefined) {
    await requireOldPassword(parts, actor, { account, oldPassword, address });
    requireGoodPassword(parts, { password, email: account.email });
  }
  const passwordHash = password === undefined ? null : await passwords.hash(password);
  await database.transaction(async (tx) => {
    if (passwordHash !== null && !(await holdVerified(tx, account))) throw wrongOldPassword();
    await writeProfile(tx, actor.accountId, { name, locale });
    if (passwordHash !== null) {
      await writePassword(tx, { accountId: actor.accountId, passwordHash, at });
      await deleteSessions(tx, actor.accountId, secretTokenHash(token));
    }
    const fields = Object.keys(changes).filter((field) => field !== 'oldPassword');
    const subject = `account:${actor.accountId}`;
    await appendAudit(tx, { actor, action: 'account.change-own', subject, details: { fields }, at });
  });
}

type OldPassword = { account: SignInAccount; oldPassword: string | undefined; address: string };

async function requireOldPassword(
  parts: AccountParts,
  actor: Actor,
  { account, oldPassword, address }: OldPassword,
): Promise<void> {
  const { database, passwords, now } = parts;
  if (account.passwordHash === null) return requireRecentProof(actor, now());
  const attempt = await countSignIn(parts, { email: account.email, address, at: now() });
  if (oldPassword === undefined || !(await passwords.verify(oldPassword, account.passwordHash)))
    throw wrongOldPassword();
  await database.transaction((tx) => attempt.forgive(tx));
}

function wrongOldPassword(): AppError {
  const message = '原密码不对。';
  return new AppError('refused-by-rule', { detail: message, errors: [{ path: 'oldPassword', message }] });
}
