import type { Sql, Tx } from '../db/database.ts';
import { holdTermDays } from './hold-rules.ts';

/**
 * 招商协调: holds the parcels of an exclusive agreement that was just sent, in the order of their ids, so that two that want
 * the same never wait for each other. Returns the code of one that another holds; then nothing is held.
 */
export async function holdParcels(
  tx: Tx,
  { agreementId, at }: { agreementId: number; at: Date },
): Promise<string | null> {
  const parcels = await tx<{ id: number; code: string }[]>`
    select p.id::int as id, p.code from parcel p
    where p.id in (select parcel_id from agreement_parcel where agreement_id = ${agreementId})
    order by p.id for update`;
  const ids = parcels.map(({ id }) => id);
  await releaseLapsed(tx, at, ids);
  const held = await tx<{ id: number }[]>`
    select parcel_id::int as id from parcel_hold
    where parcel_id = any(${ids}) and (released_at is null or released_at > ${at})
    order by parcel_id limit ${ids.length + 1}`;
  const taken = parcels.find(({ id }) => held.some((hold) => hold.id === id));
  if (taken !== undefined) return taken.code;
  const ends_at = new Date(at.getTime() + holdTermDays * 86_400_000);
  const rows = ids.map((id) => ({
    parcel_id: id,
    held_from: at,
    ends_at,
    reason: 'agreement',
    agreement_id: agreementId,
  }));
  if (rows.length > 0) await tx`insert into parcel_hold ${tx(rows)}`;
  return null;
}

/** Holds whose term is over, or whose parcel has its official notice (公告): from there on only the bureau's word counts. */
export async function releaseLapsed(
  sql: Sql,
  at: Date,
  parcelIds: readonly number[] | null = null,
): Promise<void> {
  await sql`
    update parcel_hold h set released_at = h.ends_at, release_cause = 'term'
    where h.released_at is null and h.ends_at <= ${at}
      and (${parcelIds === null} or h.parcel_id = any(${[...(parcelIds ?? [])]}))`;
  await sql`
    update parcel_hold h set released_at = greatest(h.held_from, ${at}), release_cause = 'notice'
    where h.released_at is null and h.agreement_id is not null
      and (${parcelIds === null} or h.parcel_id = any(${[...(parcelIds ?? [])]}))
      and exists (
        select from publication pub join parcel_version v on v.parcel_id = pub.parcel_id and v.version = pub.version
        where pub.parcel_id = h.parcel_id and pub.public_from <= ${at}
          and (pub.public_until is null or pub.public_until > ${at}) and v.notice_at <= ${at}
      )`;
}
