import type { Sql, Tx } from '../db/database.ts';
import type { SessionTimes } from './session-rules.ts';
import type { Competence, Role } from './terms.ts';

export type StoredSession = SessionTimes & {
  accountId: number;
  role: Role;
  department: string | null;
  competences: Competence[];
  provedAt: Date;
  isLocked: boolean;
  hasSecondFactor: boolean;
};

/** A session with what its owner may do at this moment. */
export async function readSession(sql: Sql, tokenHash: Buffer): Promise<StoredSession | null> {
  const [row] = await sql<StoredSession[]>`
    select s.account_id as "accountId", s.started_at as "startedAt", s.last_seen_at as "lastSeenAt",
      s.ends_at as "endsAt", s.proved_at as "provedAt", a.role, a.department_code as department, a.competences,
      a.locked_at is not null as "isLocked", a.totp_confirmed_at is not null as "hasSecondFactor"
    from session s join account a on a.id = s.account_id
    where s.token_hash = ${tokenHash}`;
  return row ?? null;
}

export type NewSession = { tokenHash: Buffer; accountId: number; at: Date; endsAt: Date };

export async function insertSession(
  sql: Sql,
  { tokenHash, accountId, at, endsAt }: NewSession,
): Promise<void> {
  await sql`
    insert into session (token_hash, account_id, started_at, last_seen_at, proved_at, ends_at)
    values (${tokenHash}, ${accountId}, ${at}, ${at}, ${at}, ${endsAt})`;
}

export async function noteSeen(sql: Sql, tokenHash: Buffer, at: Date): Promise<void> {
  await sql`update session set last_seen_at = ${at} where token_hash = ${tokenHash} and last_seen_at < ${at}`;
}

export async function deleteSession(sql: Sql, tokenHash: Buffer): Promise<void> {
  await sql`delete from session where token_hash = ${tokenHash}`;
}

/** Ends every session of an account but, where one is given, this one. */
export async function deleteSessions(
  sql: Sql,
  accountId: number,
  except: Buffer | null = null,
): Promise<void> {
  await sql`delete from session where account_id = ${accountId} and token_hash is distinct from ${except}`;
}

export async function noteProof(tx: Tx, tokenHash: Buffer, at: Date): Promise<void> {
  await tx`update session set proved_at = ${at} where token_hash = ${tokenHash}`;
}

export type ListedSession = SessionTimes & { isThisOne: boolean };

export type SessionList = { accountId: number; tokenHash: Buffer; at: Date };

export async function listSessions(
  sql: Sql,
  { accountId, tokenHash, at }: SessionList,
): Promise<ListedSession[]> {
  return sql<ListedSession[]>`
    select started_at as "startedAt", last_seen_at as "lastSeenAt", ends_at as "endsAt",
      token_hash = ${tokenHash} as "isThisOne"
    from session
    where account_id = ${accountId} and ends_at > ${at}
    order by started_at desc
    limit 100`;
}
