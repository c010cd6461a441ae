import type { Sql, Tx } from '../db/database.ts';
import type { Finding } from '../imports/schema.ts';
import type { Person } from './schema.ts';
import {
  deleteDraft,
  findDraft,
  listAuthors,
  setDraftFindings,
  setDraftState,
  type StoredDraft,
} from './draft-store.ts';

/** What reviews do with drafts: a draft is handed in, comes back, or has become public and is no longer needed. */
export function readDraft(sql: Sql, code: string): Promise<StoredDraft | null> {
  return findDraft(sql, code);
}

export function moveDraft(tx: Tx, code: string, state: StoredDraft['state']): Promise<void> {
  return setDraftState(tx, code, state);
}

export function endDraft(tx: Tx, code: string): Promise<void> {
  return deleteDraft(tx, code);
}

/** Keeps what a health check found, for the table of parcels; nothing happens when the draft has moved on since. */
export function rememberFindings(
  sql: Sql,
  checked: { code: string; revision: number; findings: Finding[]; at: Date },
): Promise<void> {
  return setDraftFindings(sql, checked);
}

/** Everybody whose hand is in a draft. */
export function readAuthors(sql: Sql, code: string): Promise<Person[]> {
  return listAuthors(sql, code);
}
