import type { Sql, Tx } from '../db/database.ts';
import type { ParcelDraft } from '../imports/schema.ts';
import {
  queryPublications,
  queryStandings,
  queryVersion,
  takeTurns,
  type Publication,
  type Standing,
} from './standing-store.ts';
import { lockImports } from './version-store.ts';

export type { Standing };

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

/** Until the transaction ends nobody else publishes anything: what a check finds now still holds when it is written. */
export function lockPublishing(tx: Tx): Promise<void> {
  return lockImports(tx);
}

/** What a version holds; null where there is none. */
export function readVersionContent(sql: Sql, code: string, version: number): Promise<ParcelDraft | null> {
  return queryVersion(sql, code, version);
}

/** Every publication of a parcel, the newest first. */
export function readPublications(sql: Sql, parcelId: number): Promise<Publication[]> {
  return queryPublications(sql, parcelId);
}
