import type { Actor, SystemActor } from '../accounts/actor.ts';
import type { Tx } from '../db/database.ts';
import { auditHash, firstPreviousHash, type AuditDetails } from './rules.ts';

export type AuditedAct = {
  actor: Pick<Actor, 'accountId' | 'role'> | SystemActor;
  action: string;
  subject: string;
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
  const [last] = await tx<{ seq: number; hash: Buffer }[]>`
    select seq, hash from audit_entry order by seq desc limit 1`;
  let seq = last?.seq ?? 0;
  let previousHash = last?.hash ?? firstPreviousHash;
  const rows = [acts].flat().map(({ actor, action, subject, details = {}, at }) => {
    seq += 1;
    const content = { seq, at, accountId: actor.accountId, role: actor.role, action, subject, details };
    const hash = auditHash(previousHash, content);
    const row = {
      seq,
      at,
      account_id: actor.accountId,
      role: actor.role,
      action,
      subject,
      details: tx.json(details),
      previous_hash: previousHash,
      hash,
    };
    previousHash = hash;
    return row;
  });
  if (rows.length > 0) await tx`insert into audit_entry ${tx(rows)}`;
}
