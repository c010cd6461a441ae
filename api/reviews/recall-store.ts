import type { Sql, Tx } from '../db/database.ts';
import type { Person } from '../drafts/schema.ts';

export type StoredRecall = {
  id: number;
  cause: 'secrecy' | 'gross-error';
  reason: string;
  by: Person;
  at: Date;
  outcome: 'confirmed' | 'lifted' | null;
};

/** The newest recall of a parcel. */
export async function findRecall(sql: Sql, parcelId: number): Promise<StoredRecall | null> {
  const [row] = await sql<StoredRecall[]>`
    select r.id, r.cause, r.reason, json_build_object('accountId', a.id, 'name', a.name) as by, r.recalled_at as at,
      r.outcome
    from recall r join account a on a.id = r.recalled_by
    where r.parcel_id = ${parcelId}
    order by r.id desc
    limit 1`;
  return row ?? null;
}

export async function insertRecall(
  tx: Tx,
  recall: { parcelId: number; cause: StoredRecall['cause']; reason: string; accountId: number; at: Date },
): Promise<void> {
  const { parcelId, cause, reason, accountId, at } = recall;
  await tx`
    insert into recall (parcel_id, cause, reason, recalled_by, recalled_at)
    values (${parcelId}, ${cause}, ${reason}, ${accountId}, ${at})`;
}

export async function reviewRecall(
  tx: Tx,
  review: { id: number; outcome: 'confirmed' | 'lifted'; note: string | null; accountId: number; at: Date },
): Promise<void> {
  const { id, outcome, note, accountId, at } = review;
  await tx`
    update recall set outcome = ${outcome}, review_note = ${note}, reviewed_by = ${accountId}, reviewed_at = ${at}
    where id = ${id}`;
}
