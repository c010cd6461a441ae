import type { Sql, Tx } from '../db/database.ts';
import type { Person } from '../drafts/schema.ts';

export type OpenRequest = { id: number; by: Person; at: Date; reason: string };

/** What a department asks for and nobody has decided yet. */
export async function findOpenRequest(sql: Sql, parcelId: number): Promise<OpenRequest | null> {
  const [row] = await sql<OpenRequest[]>`
    select w.id, json_build_object('accountId', a.id, 'name', a.name) as by, w.requested_at as at, w.reason
    from withdrawal_request w join account a on a.id = w.requested_by
    where w.parcel_id = ${parcelId} and w.decided_at is null
    limit 1`;
  return row ?? null;
}

export async function insertRequest(
  tx: Tx,
  { parcelId, reason, accountId, at }: { parcelId: number; reason: string; accountId: number; at: Date },
): Promise<void> {
  await tx`
    insert into withdrawal_request (parcel_id, reason, requested_by, requested_at)
    values (${parcelId}, ${reason}, ${accountId}, ${at})`;
}

export async function decideRequest(
  tx: Tx,
  {
    id,
    outcome,
    accountId,
    at,
  }: { id: number; outcome: 'withdrawn' | 'refused'; accountId: number; at: Date },
): Promise<void> {
  await tx`
    update withdrawal_request set outcome = ${outcome}, decided_by = ${accountId}, decided_at = ${at} where id = ${id}`;
}

/** A reviewer withdrew a parcel that nobody had asked to withdraw. */
export async function insertUnasked(
  tx: Tx,
  { parcelId, reason, accountId, at }: { parcelId: number; reason: string; accountId: number; at: Date },
): Promise<void> {
  await tx`
    insert into withdrawal_request (parcel_id, reason, requested_at, decided_by, decided_at, outcome)
    values (${parcelId}, ${reason}, ${at}, ${accountId}, ${at}, 'withdrawn')`;
}
