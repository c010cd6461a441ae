import { createHash } from 'node:crypto';
import type { Actor, SystemActor } from '../accounts/actor.ts';
import { firstPreviousHash } from '../audit/chain.ts';
import { appendAudit, type AuditDetails } from '../audit/store.ts';
import type { Sql, Tx } from '../db/database.ts';
import type { EventKind } from './terms.ts';

export type NewEvent = {
  kind: EventKind;
  /** Of staff and investors who are signed in; null for the portal and for who came by a link. */
  actor: Pick<Actor, 'accountId' | 'role'> | SystemActor;
  /** The signer it is of, by his place. */
  position?: number;
  /** Codes, hashes and numbers; no names or addresses, and of free text the office's reason for a reminder alone. */
  details?: AuditDetails;
  at: Date;
};

/** One row of what happened (签署过程记录), every value as it was hashed. */
export type EventRow = {
  seq: number;
  /** UTC with milliseconds. */
  at: string;
  kind: EventKind;
  accountId: number | null;
  position: number | null;
  details: string;
  previousHash: Buffer;
  hash: Buffer;
};

type EventText = Omit<EventRow, 'previousHash' | 'hash'>;

/**
 * Adds to what happened to an agreement whose row is held, and names the new hash in the log of the portal. Call it last, as
 * `appendAudit`.
 */
export async function recordEvent(
  tx: Tx,
  { id, number }: { id: number; number: string },
  events: NewEvent | NewEvent[],
): Promise<void> {
  const acts = [];
  for (const event of [events].flat()) {
    const row = await insertEvent(tx, id, event);
    acts.push({
      actor: event.actor,
      action: `agreement.${event.kind}`,
      subject: `agreement:${number}`,
      details: {
        ...event.details,
        ...(event.position !== undefined && { signer: event.position }),
        event: row.seq,
        hash: row.hash.toString('hex'),
      },
      at: event.at,
    });
  }
  await appendAudit(tx, acts);
}

async function insertEvent(tx: Tx, agreementId: number, event: NewEvent): Promise<EventRow> {
  const [last] = await tx<{ seq: number; hash: Buffer }[]>`
    select seq, hash from agreement_event where agreement_id = ${agreementId} order by seq desc limit 1`;
  const row = {
    seq: (last?.seq ?? 0) + 1,
    at: event.at.toISOString(),
    kind: event.kind,
    accountId: event.actor.accountId,
    position: event.position ?? null,
    details: JSON.stringify(event.details ?? {}),
  };
  const previousHash = last?.hash ?? firstPreviousHash;
  const hash = eventHash(previousHash, row);
  await tx`
    insert into agreement_event ${tx({
      agreement_id: agreementId,
      seq: row.seq,
      at: event.at,
      kind: row.kind,
      account_id: row.accountId,
      position: row.position,
      details: row.details,
      previous_hash: previousHash,
      hash,
    })}`;
  return { ...row, previousHash, hash };
}

/** SHA-256 over the hash before (32 bytes) and the row as a JSON array, as in the log of the portal. */
export function eventHash(previousHash: Uint8Array, row: EventText): Buffer {
  return createHash('sha256').update(previousHash).update(eventLine(row)).digest();
}

/** A row as it is hashed. */
export function eventLine({ seq, at, kind, accountId, position, details }: EventText): string {
  return JSON.stringify([seq, at, kind, accountId, position, details]);
}

/** In their order; an agreement has some dozens. */
export async function readEvents(sql: Sql, agreementId: number): Promise<EventRow[]> {
  return await sql<EventRow[]>`
    select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, kind,
      account_id::int as "accountId", position, details, previous_hash as "previousHash", hash
    from agreement_event where agreement_id = ${agreementId} order by seq limit 10000`;
}

/** 测试证书: somebody signed with one that proves nothing, whatever the portal signs with today. */
export async function wasSignedInTest(sql: Sql, agreementId: number): Promise<boolean> {
  const [row] = await sql<{ isTest: boolean }[]>`
    select exists (
      select from agreement_event
      where agreement_id = ${agreementId} and kind = 'sign' and details::jsonb @> '{"isTest":true}'
    ) as "isTest"`;
  return row?.isTest === true;
}
