import type { Sql, Tx } from '../db/database.ts';
import type { TokenPurpose } from './token-rules.ts';

export type NewToken = {
  tokenHash: Buffer;
  /** Null is nobody's: the same work is done, and nothing kept. */
  accountId: number | null;
  purpose: TokenPurpose;
  at: Date;
  endsAt: Date;
};

/** Writes a link's hash. Earlier ones for the same purpose no longer work. */
export async function insertToken(
  tx: Tx,
  { tokenHash, accountId, purpose, at, endsAt }: NewToken,
): Promise<void> {
  await tx`
    update account_token set used_at = ${at}
    where account_id = ${accountId} and purpose = ${purpose} and used_at is null`;
  await tx`
    insert into account_token (token_hash, account_id, purpose, created_at, ends_at)
    select ${tokenHash}::bytea, id, ${purpose}, ${at}::timestamptz, ${endsAt}::timestamptz
    from account where id = ${accountId}`;
}

export type UsedToken = { tokenHash: Buffer; purpose: TokenPurpose; at: Date };

/** Whose link this is, while it works; null for every other. Nothing is used up. */
export async function readToken(sql: Sql, { tokenHash, purpose, at }: UsedToken): Promise<number | null> {
  const [row] = await sql<{ accountId: number }[]>`
    select t.account_id as "accountId"
    from account_token t join account a on a.id = t.account_id
    where t.token_hash = ${tokenHash} and t.purpose = ${purpose} and t.used_at is null and t.ends_at > ${at}
      and a.locked_at is null`;
  return row?.accountId ?? null;
}

/** Uses a link up. Of many at once exactly one is told whose it was. */
export async function takeToken(tx: Tx, { tokenHash, purpose, at }: UsedToken): Promise<number | null> {
  const [row] = await tx<{ accountId: number }[]>`
    update account_token t set used_at = ${at}
    from account a
    where t.token_hash = ${tokenHash} and t.purpose = ${purpose} and t.used_at is null and t.ends_at > ${at}
      and a.id = t.account_id and a.locked_at is null
    returning t.account_id as "accountId"`;
  return row?.accountId ?? null;
}
