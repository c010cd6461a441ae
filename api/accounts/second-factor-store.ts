import type { Tx } from '../db/database.ts';

/** Takes a code's time step; false when it, or a later one, was used before: a code works once. */
export async function takeTotpStep(tx: Tx, accountId: number, step: number): Promise<boolean> {
  const taken = await tx`
    update account set totp_last_step = ${step}
    where id = ${accountId} and (totp_last_step is null or totp_last_step < ${step})
    returning id`;
  return taken.length === 1;
}

/** Uses up a recovery code; false when there is none like it. */
export async function takeRecoveryCode(
  tx: Tx,
  used: { accountId: number; codeHash: Buffer; at: Date },
): Promise<boolean> {
  const taken = await tx`
    update recovery_code set used_at = ${used.at}
    where account_id = ${used.accountId} and code_hash = ${used.codeHash} and used_at is null
    returning account_id`;
  return taken.length === 1;
}
