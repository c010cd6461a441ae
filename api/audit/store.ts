import type { Actor, SystemActor } from '../accounts/actor.ts';
import { asWritten } from '../db/as-written.ts';
import type { Sql, Tx } from '../db/database.ts';
import { announceAtCommit } from '../db/transaction-scope.ts';
import { auditHash, auditTime, firstPreviousHash, wellFormed, type AuditRow } from './chain.ts';

export type AuditDetails = { [key: string]: AuditValue };
type AuditValue = string | number | boolean | null | undefined | AuditValue[] | AuditDetails;

/** `action` is `noun.verb`, e.g. `parcel.publish`; `subject` what it was done to, e.g. `parcel:JK-01`. */
export type AuditedAct = {
  actor: Pick<Actor, 'accountId' | 'role'> | SystemActor;
  action: string;
  subject: string;
  /** Codes, numbers and versions: no personal data, no secrets, no free text of people but the reason of a reminder (催签). */
  details?: AuditDetails;
  at: Date;
};

/** One number for all portals on one database; taken as an advisory lock, so that the rows follow one another. */
const auditLock = 7_401_504;

/**
 * Writes what is done into the log, in the transaction of the act itself: both are there, or neither is. Call it last:
 * acts of the whole portal take turns from here to the end of the transaction.
 */
export async function appendAudit(tx: Tx, acts: AuditedAct | AuditedAct[]): Promise<void> {
  await tx`select pg_advisory_xact_lock(${auditLock})`;
  const last = await readNewest(tx);
  let seq = last?.seq ?? 0;
  let previousHash = last?.hash ?? firstPreviousHash;
  const rows = [acts].flat().map((act) => {
    seq += 1;
    const row = rowOf(act, String(seq));
    const hash = auditHash(previousHash, row);
    const { accountId, details, ...columns } = row;
    const written = {
      ...columns,
      account_id: accountId,
      details: asWritten(tx, details),
      previous_hash: previousHash,
      hash,
    };
    previousHash = hash;
    return written;
  });
  if (rows.length > 0) await tx`insert into audit_entry ${tx(rows)}`;
  announceAtCommit('audit');
}

function rowOf({ actor, action, subject, details = {}, at }: AuditedAct, seq: string) {
  return {
    seq,
    at: auditTime(at),
    accountId: actor.accountId === null ? null : String(actor.accountId),
    role: actor.role,
    action,
    subject: wellFormed(subject),
    details: JSON.stringify(details),
  };
}

/** False in a database that was never migrated so far. */
export async function holdsLog(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ holds: boolean }[]>`select to_regclass('audit_entry') is not null as holds`;
  return row?.holds ?? false;
}

/** The end of the log, null while it is empty. */
export async function readNewest(sql: Sql): Promise<{ seq: number; hash: Buffer } | null> {
  const [row] = await sql<{ seq: number; hash: Buffer }[]>`
    select seq, hash from audit_entry order by seq desc limit 1`;
  return row ?? null;
}

/** Whether such an act was done behind a row of the log. */
export async function hasActBehind(
  sql: Sql,
  { action, seq }: { action: string; seq: number },
): Promise<boolean> {
  const [row] = await sql<{ holds: boolean }[]>`
    select exists (select from audit_entry where seq > ${seq} and action = ${action}) as holds`;
  return row?.holds ?? false;
}

/** Where a page of rows ended. The row's own place counts too: who can drop the primary key can have a number twice. */
type PageEnd = { seq: string; place: string };

const beforeEverything: PageEnd = { seq: '-9223372036854775808', place: '(0,0)' };
const rowsAtOnce = 2_000;

/** The whole log in its order, a page at a time, each value as text. */
export async function* readRows(sql: Sql): AsyncGenerator<AuditRow> {
  let end = beforeEverything;
  for (;;) {
    const rows = await sql<(AuditRow & PageEnd)[]>`
      select seq::text, ctid::text as place, account_id::text as "accountId", role, action, subject,
        to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, details::text,
        previous_hash as "previousHash", hash
      from audit_entry a
      where (a.seq, a.ctid) > (${end.seq}::text::bigint, ${end.place}::text::tid)
      order by a.seq, a.ctid
      limit ${rowsAtOnce}`;
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return;
    end = last;
  }
}

/** The hashes of rows that follow one another, ends included, whatever they are about. */
export async function readHashes(
  sql: Sql,
  { from, to }: { from: number; to: number },
): Promise<{ seq: number; hash: Buffer }[]> {
  return await sql<{ seq: number; hash: Buffer }[]>`
    select seq::int as seq, hash from audit_entry where seq between ${from} and ${to} order by seq limit 500000`;
}

/** The rows about one subject, in their order: each with the hash before it, so that it can be hashed again by itself. */
export async function readSubject(sql: Sql, subject: string): Promise<AuditRow[]> {
  return await sql<AuditRow[]>`
    select seq::text, account_id::text as "accountId", role, action, subject,
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, details::text,
      previous_hash as "previousHash", hash
    from audit_entry where subject = ${subject} order by seq limit 10000`;
}
