import type { Sql, Tx } from '../db/database.ts';
import { queryStandings, takeTurns, type Standing } from './standing-store.ts';

/** The version staff begin from, whatever department it belongs to; null for a code that no parcel has. */
export async function readStanding(sql: Sql, code: string, at: Date): Promise<Standing | null> {
  return (await queryStandings(sql, [code], at)).get(code) ?? null;
}

/** The same for many codes; one that no parcel has is not in it. */
export function readStandings(sql: Sql, codes: readonly string[], at: Date): Promise<Map<string, Standing>> {
  return queryStandings(sql, codes, at);
}

/** Until the transaction ends nobody else writes drafts of these parcels, decides about them or publishes them. */
export function lockParcels(tx: Tx, codes: readonly string[]): Promise<void> {
  return takeTurns(tx, codes);
}
