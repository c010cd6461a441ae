import type { AuditRow } from '../audit/chain.ts';
import type { EventRow } from './event-store.ts';
import { rowShown, type EvidenceReader } from './named-rules.ts';

type Hashes = { previousHash: string; hash: string };

/** 签署过程 for a reader: each row's hashes, and of the row what he may see. */
export function eventsFor(reader: EvidenceReader, events: readonly EventRow[]) {
  return events.map(({ previousHash, hash, ...row }) => {
    const { seq, at, kind, position } = row;
    const shown = rowShown(reader, row);
    return {
      ...{ whole: row, outline: { seq, at, kind, position }, hash: { seq } }[shown],
      ...inHex(previousHash, hash),
    };
  });
}

/** 审计日志 of the agreement for a reader; an act is named `agreement.gate`. */
export function auditFor(reader: EvidenceReader, rows: readonly AuditRow[]) {
  return rows.map(({ previousHash, hash, ...row }) => {
    const { seq, at, action, accountId } = row;
    const account = accountId === null ? null : Number(accountId);
    const shown = rowShown(reader, { kind: action.slice(action.indexOf('.') + 1), accountId: account });
    return {
      ...{ whole: row, outline: { seq, at, action }, hash: { seq } }[shown],
      ...inHex(previousHash, hash),
    };
  });
}

function inHex(previousHash: Buffer, hash: Buffer): Hashes {
  return { previousHash: previousHash.toString('hex'), hash: hash.toString('hex') };
}
