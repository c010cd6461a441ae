import { createHash } from 'node:crypto';

/** One row of the log (审计日志) but for its hash. `details` holds codes, numbers and versions: no personal data, no secrets. */
export type AuditContent = {
  /** From 1, without gaps. */
  seq: number;
  at: Date;
  accountId: number | null;
  role: string;
  /** `noun.verb`, e.g. `parcel.publish`. */
  action: string;
  /** What it was done to, e.g. `parcel:JK-01`. */
  subject: string;
  details: AuditDetails;
};

export type AuditDetails = { [key: string]: AuditValue };
export type AuditValue = string | number | boolean | null | AuditValue[] | { [key: string]: AuditValue };

/** The hash before the first row. */
export const firstPreviousHash = Buffer.alloc(32);

/**
 * The hash of a row: SHA-256 over the previous row's hash (32 bytes) and the row as JSON text, an array of its values in
 * a fixed order with the keys of objects sorted (after RFC 8785), so that no two different rows have one text.
 */
export function auditHash(previousHash: Uint8Array, content: AuditContent): Buffer {
  const { seq, at, accountId, role, action, subject, details } = content;
  const row: AuditValue = [seq, at.toISOString(), accountId, role, action, subject, details];
  return createHash('sha256').update(previousHash).update(canonicalJson(row)).digest();
}

function canonicalJson(value: AuditValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const parts = Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`);
  return `{${parts.join(',')}}`;
}
