import type { Sql, Tx } from '../db/database.ts';
import { lockParcels } from '../parcels/standing.ts';
import type { SentParcel } from './sending-rules.ts';

/**
 * Until the transaction ends nobody publishes, withdraws or holds the parcels of an agreement; taken in the order of their ids,
 * so that two that want the same never wait for each other.
 */
export async function lockAgreementParcels(tx: Tx, agreementId: number): Promise<void> {
  const parcels = await tx<{ code: string }[]>`
    select p.code from agreement_parcel a join parcel p on p.id = a.parcel_id
    where a.agreement_id = ${agreementId} order by p.id limit 20`;
  if (parcels.length === 0) return;
  await lockParcels(
    tx,
    parcels.map(({ code }) => code),
  );
  await tx`
    select p.id from parcel p
    where p.id in (select parcel_id from agreement_parcel where agreement_id = ${agreementId})
    order by p.id for update`;
}

export async function readSentParcels(sql: Sql, agreementId: number, at: Date): Promise<SentParcel[]> {
  return await sql<SentParcel[]>`
    select p.code, a.version as written, pp.version, pp.status
    from agreement_parcel a join parcel p on p.id = a.parcel_id left join public_parcel(${at}) pp on pp.id = p.id
    where a.agreement_id = ${agreementId} order by p.id limit 20`;
}

/** The first of some public parcels that neither is a department's nor lies where it answers for; null where there is none. */
export async function findForeignParcel(
  sql: Sql,
  codes: readonly string[],
  { department, at }: { department: string; at: Date },
): Promise<string | null> {
  const [row] = await sql<{ code: string }[]>`
    select pp.code from public_parcel(${at}) pp
    join parcel_version v on v.parcel_id = pp.id and v.version = pp.version
    where pp.code = any(${[...codes]}) and v.department_code <> ${department} and not exists (
      select from department_region r
      where r.department_code = ${department} and r.region_code in (
        v.district_code, v.town_code, v.park_code, (select d.parent from region d where d.code = v.district_code)
      )
    )
    order by pp.id limit 1`;
  return row?.code ?? null;
}
