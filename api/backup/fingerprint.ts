import { createHash } from 'node:crypto';

const modulus = 1n << 256n;

export type Fingerprint = { rows: number; sha256: string };

/**
 * The fingerprint of a table: the SHA-256 of each row, added up modulo 2²⁵⁶. It does not depend on the order of the rows, which
 * databases are free in and collations disagree about.
 */
export function createFingerprint(): { add: (row: string) => void; read: () => Fingerprint } {
  let rows = 0;
  let sum = 0n;
  return {
    add(row) {
      rows += 1;
      sum = (sum + BigInt(`0x${createHash('sha256').update(row).digest('hex')}`)) % modulus;
    },
    read: () => ({ rows, sha256: sum.toString(16).padStart(64, '0') }),
  };
}
