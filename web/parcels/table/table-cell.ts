import type { ParcelStatus } from '../../../api/city/schema.ts';
import type { ParcelSummary } from '../../../api/parcels/schema.ts';

/** What one cell of the table shows. `unknown` is a word, never a dash or zero. */
export type TableCell =
  | { kind: 'text'; text: string; under: string }
  | { kind: 'number'; text: string; operator: string }
  | { kind: 'unknown'; words: string }
  | { kind: 'status'; status: ParcelStatus; under: string }
  | { kind: 'verified'; fact: ParcelSummary['verified'] };
