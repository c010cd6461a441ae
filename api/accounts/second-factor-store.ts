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

/** Begins an enrolment; false where a second factor is in use. */
export async function writeTotpSecret(tx: Tx, accountId: number, sealed: Buffer): Promise<boolean> {
  const written = await tx`
    update account set totp_secret = ${sealed}, totp_last_step = null
    where id = ${accountId} and totp_confirmed_at is null
    returning id`;
  return written.length === 1;
}

export type Confirmation = { accountId: number; step: number; codeHashes: Buffer[]; at: Date };

/** Puts the second factor into use, with new recovery codes; false where it is in use already. */
export async function confirmTotp(
  tx: Tx,
  { accountId, step, codeHashes, at }: Confirmation,
): Promise<boolean> {
  const confirmed = await tx`
    update account set totp_confirmed_at = ${at}, totp_last_step = ${step}
    where id = ${accountId} and totp_confirmed_at is null and totp_secret is not null
    returning id`;
  if (confirmed.length === 0) return false;
  await tx`delete from recovery_code where account_id = ${accountId}`;
  await tx`insert into recovery_code ${tx(codeHashes.map((hash) => ({ account_id: accountId, code_hash: hash })))}`;
  return true;
}

export async function deleteSecondFactor(tx: Tx, accountId: number): Promise<void> {
  await tx`
    update account set totp_secret = null, totp_confirmed_at = null, totp_last_step = null
    where id = ${accountId}`;
  await tx`delete from recovery_code where account_id = ${accountId}`;
}
