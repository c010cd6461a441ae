import type { Sql } from '../db/database.ts';
import { auditHash, firstPreviousHash, type AuditRow } from './chain.ts';
import { readRows } from './store.ts';

/** What is known of the log from outside its database: the hash that each of these rows had. */
export type Anchored = ReadonlyMap<number, string>;

/**
 * `edited`: the row is not what was written. `missing`: rows are gone before the next one. `foreign`: a sound row that does
 * not follow the one before it, put in there or left over where others were. `moved`: it neither follows nor is sound, as
 * when rows changed places. `rewritten`: the chain is sound in itself but not the one that was anchored. `cut`: the log ends before
 * its newest anchor.
 */
export type TamperingKind = 'edited' | 'missing' | 'foreign' | 'moved' | 'rewritten' | 'cut';

/** `seq`: the first row that is wrong, or should be there. */
export type Tampering = { kind: TamperingKind; seq: number };

export type AuditVerification = {
  tampering: Tampering | null;
  /** Rows that were found sound. */
  rows: number;
  /** Hash of the last sound row in hexadecimal digits. */
  head: string;
  /** The last row that an anchor confirms; 0 without any. Only what stands behind it could be cut off or forged unseen. */
  anchoredTo: number;
};

/**
 * Reads the whole log and finds where it was tampered with first. Rows that are added meanwhile do no harm: read the
 * anchors before.
 */
export async function verifyAudit(sql: Sql, anchored: Anchored): Promise<AuditVerification> {
  const newestAnchor = Math.max(0, ...anchored.keys());
  let head: Buffer = firstPreviousHash;
  let rows = 0;
  let anchoredTo = 0;
  const outcome = (tampering: Tampering | null) => ({
    tampering,
    rows,
    head: head.toString('hex'),
    anchoredTo,
  });
  for await (const row of readRows(sql)) {
    const seq = rows + 1;
    const kind = judgeRow(row, { seq, head, anchor: anchored.get(seq) });
    if (kind !== null) return outcome({ kind, seq });
    head = row.hash;
    rows = seq;
    if (anchored.has(seq)) anchoredTo = seq;
  }
  return outcome(newestAnchor > rows ? { kind: 'cut', seq: rows + 1 } : null);
}

type Expected = { seq: number; head: Buffer; anchor: string | undefined };

function judgeRow(row: AuditRow, { seq, head, anchor }: Expected): TamperingKind | null {
  if (BigInt(row.seq) > BigInt(seq)) return 'missing';
  if (BigInt(row.seq) < BigInt(seq)) return 'foreign';
  const isSound = auditHash(row.previousHash, row).equals(row.hash);
  const follows = row.previousHash.equals(head);
  if (!follows) return isSound ? 'foreign' : 'moved';
  if (!isSound) return 'edited';
  return anchor === undefined || anchor === row.hash.toString('hex') ? null : 'rewritten';
}
