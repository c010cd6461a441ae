import type { Tx } from './database.ts';

/** Object identifier of the pseudo-type `unknown`. */
const unknownOid = 705;

/** A text that the server itself reads as whatever type its place has, as it does with a literal; the driver leaves it alone. */
export function asWritten(tx: Tx, text: string) {
  return tx.typed(text, unknownOid);
}
