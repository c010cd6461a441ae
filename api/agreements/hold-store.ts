import type { Sql, Tx } from '../db/database.ts';
import { readSaid } from './agreement-store.ts';
import { holdEnd, holdTermFault, type holdRefusals } from './hold-rules.ts';

/**
 * 招商协调: holds the parcels of an exclusive agreement that was just sent, in the order of their ids, so that two that want
 * the same never wait for each other. Returns one that another holds, whose official notice runs, or that the text would hold for
 * too long; then nothing is held.
 */
export async function holdParcels(
  tx: Tx,
  { agreementId, at }: { agreementId: number; at: Date },
): Promise<{ code: string; why: keyof typeof holdRefusals } | null> {
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
  if (taken !== undefined) return { code: taken.code, why: 'held' };
  const [noticed] = await tx<{ code: string }[]>`
    select p.code from public_parcel(${at}) p join parcel_version v on v.parcel_id = p.id and v.version = p.version
    where p.id = any(${ids}) and v.notice_at <= ${at} and p.status in ${tx(underNotice)}
    order by p.id limit 1`;
  if (noticed !== undefined) return { code: noticed.code, why: 'notice' };
  const { said } = await readSaid(tx, agreementId);
  const { holdTerm } = said.terms;
  const [first] = parcels;
  if (first !== undefined && holdTermFault(holdTerm) !== null) return { code: first.code, why: 'term' };
  const ends_at = holdEnd(at, holdTerm);
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

/** A parcel that an agreement held and holds no more, its term being over or its notice begun; null where it holds them all. */
export async function findLapsed(
  tx: Tx,
  { agreementId, at }: { agreementId: number; at: Date },
): Promise<string | null> {
  const parcels = await tx<{ id: number }[]>`
    select parcel_id::int as id from agreement_parcel where agreement_id = ${agreementId} order by parcel_id limit 20`;
  if (parcels.length === 0) return null;
  await releaseLapsed(
    tx,
    at,
    parcels.map(({ id }) => id),
  );
  const [lapsed] = await tx<{ code: string }[]>`
    select p.code from agreement_parcel ap join parcel p on p.id = ap.parcel_id
    where ap.agreement_id = ${agreementId} and not exists (
      select from parcel_hold h
      where h.agreement_id = ap.agreement_id and h.parcel_id = ap.parcel_id and h.released_at is null
    ) order by p.id limit 1`;
  return lapsed?.code ?? null;
}

/** 公告期间: from the official notice to its result. */
const underNotice = ['announced', 'listed', 'awaiting-result'];

/**
 * Holds whose term is over, or whose parcel has its official notice (公告): from there on only the bureau's word counts. A hold
 * that began after the result of an earlier notice (流拍, 成交) waits for the next one. What all have signed keeps its parcel until
 * it is sealed, however long that takes: nobody could take those signatures back.
 */
export async function releaseLapsed(
  sql: Sql,
  at: Date,
  parcelIds: readonly number[] | null = null,
): Promise<void> {
  await sql`
    update parcel_hold h set released_at = h.ends_at, release_cause = 'term'
    where h.released_at is null and h.ends_at <= ${at}
      and (${parcelIds === null} or h.parcel_id = any(${[...(parcelIds ?? [])]}))
      and not exists (
        select from agreement a where a.id = h.agreement_id and a.state in ('sealing', 'seal-failed')
      )`;
  await sql`
    update parcel_hold h set released_at = greatest(h.held_from, ${at}), release_cause = 'notice'
    where h.released_at is null and h.agreement_id is not null
      and (${parcelIds === null} or h.parcel_id = any(${[...(parcelIds ?? [])]}))
      and exists (
        select from public_parcel(${at}) p join parcel_version v on v.parcel_id = p.id and v.version = p.version
        where p.id = h.parcel_id and v.notice_at <= ${at}
          and (v.notice_at > h.held_from or p.status in ${sql(underNotice)})
      )`;
}
