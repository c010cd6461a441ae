import { createHash } from 'node:crypto';

/**
 * One row of the log (审计日志) but for its hashes, every value as the text that the database holds: a number or a time that
 * was read into another form could be changed beyond what that form can tell, and its hash would stay the same.
 */
export type AuditText = {
  /** From 1, without gaps. */
  seq: string;
  /** UTC with microseconds: `2026-11-22T02:00:00.000000Z`. */
  at: string | null;
  accountId: string | null;
  role: string;
  action: string;
  subject: string;
  /** JSON text, to the letter. */
  details: string;
};

export type AuditRow = AuditText & { previousHash: Buffer; hash: Buffer };

/** The hash before the first row. */
export const firstPreviousHash = Buffer.alloc(32);

/**
 * The hash of a row: SHA-256 over the previous row's hash (32 bytes) and the row as a JSON array of its texts in a fixed
 * order, so that no two different rows have one text.
 */
export function auditHash(previousHash: Uint8Array, row: AuditText): Buffer {
  return createHash('sha256').update(previousHash).update(auditLine(row)).digest();
}

/** A row as it is hashed. */
export function auditLine({ seq, at, accountId, role, action, subject, details }: AuditText): string {
  return JSON.stringify([seq, at, accountId, role, action, subject, details]);
}

/** A time as the log holds it; what JavaScript tells ends with the millisecond. */
export function auditTime(at: Date): string {
  return at.toISOString().replace('Z', '000Z');
}

/** As any UTF-8 text comes back from a database: half a surrogate pair becomes U+FFFD. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
