import type { Tx } from '../db/database.ts';
import type { SignInAccount } from './account-store.ts';
import { recoveryCodeHash } from './recovery-codes.ts';
import type { SecretBox } from './secret-box.ts';
import { takeRecoveryCode, takeTotpStep } from './second-factor-store.ts';
import { totpStep } from './totp.ts';

/** Binds a sealed secret to its account. */
export function totpPlace(accountId: number): string {
  return `account ${accountId} totp`;
}

export type GivenCode = { account: SignInAccount; code: string; at: Date };

/** Whether a code of the authenticator, or a recovery code, is right; it is used up by that. */
export async function takeCode(
  tx: Tx,
  secrets: SecretBox,
  { account, code, at }: GivenCode,
): Promise<boolean> {
  if (account.totpSecret === null || !account.hasSecondFactor) return false;
  if (!/^\d{6}$/.test(code))
    return takeRecoveryCode(tx, { accountId: account.id, codeHash: recoveryCodeHash(account.id, code), at });
  const step = totpStep(secrets.open(account.totpSecret, totpPlace(account.id)), code, at);
  return step !== null && (await takeTotpStep(tx, account.id, step));
}
