import type { Tx } from '../db/database.ts';

/** One letter to one person. `cause` names the act for the log, e.g. `account.reset`; it holds no personal data. */
export type Letter = { recipient: string; subject: string; body: string; cause: string };

/** Puts a letter into the outbox, in the transaction of its cause: it is sent if and only if that is committed. */
export async function writeLetter(tx: Tx, letter: Letter): Promise<void> {
  await tx`insert into letter ${tx(letter)}`;
}
