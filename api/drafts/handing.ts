import type { Sql, Tx } from '../db/database.ts';
import type { Finding } from '../imports/schema.ts';
import type { Person } from './schema.ts';
import {
  addAuthors,
  deleteDraft,
  findDraft,
  listAuthors,
  readFirstRevision,
  setDraftFindings,
  setDraftState,
  writeDraft,
  type DraftWrite,
  type StoredDraft,
} from './draft-store.ts';

/** What reviews do with drafts: a draft is handed in, comes back, or has become public and is no longer needed. */
export function readDraft(sql: Sql, code: string): Promise<StoredDraft | null> {
  return findDraft(sql, code);
}

export function moveDraft(tx: Tx, code: string, state: StoredDraft['state']): Promise<void> {
  return setDraftState(tx, code, state);
}

/**
 * What was approved and is not to become public is a draft again, returned to its department, with everybody's hand in it.
 * False where a draft of the parcel exists.
 */
export async function reopenDraft(
  tx: Tx,
  { hands, ...draft }: Omit<DraftWrite, 'revision' | 'differences'> & { hands: number[] },
): Promise<boolean> {
  const { code } = draft.content;
  if ((await findDraft(tx, code)) !== null) return false;
  const revision = await readFirstRevision(tx, code, draft.baseVersion);
  await writeDraft(tx, { ...draft, revision, differences: [] });
  await addAuthors(tx, code, hands);
  await setDraftState(tx, code, 'returned');
  return true;
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
