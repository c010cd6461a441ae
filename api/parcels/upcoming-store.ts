import type { Sql, Tx } from '../db/database.ts';

/** The version that a parcel's next publication begins with. `areaM2`: offered, m². */
export type Upcoming = { parcelId: number; version: number; areaM2: number; plannedFrom: Date };

export async function queryUpcoming(tx: Tx, parcelId: number, at: Date): Promise<Upcoming | null> {
  const [row] = await tx<Upcoming[]>`
    select p.parcel_id::int as "parcelId", p.version, v.offered_area_m2::float8 as "areaM2", p.public_from as "plannedFrom"
    from publication p join parcel_version v using (parcel_id, version)
    where p.parcel_id = ${parcelId} and p.public_from > greatest(${at}, now())
    order by p.public_from limit 1`;
  return row ?? null;
}

/** The version that is public at an instant. */
export async function queryCurrent(
  tx: Tx,
  parcelId: number,
  at: Date,
): Promise<Pick<Upcoming, 'version' | 'areaM2'> | null> {
  const [row] = await tx<Pick<Upcoming, 'version' | 'areaM2'>[]>`
    select p.version, v.offered_area_m2::float8 as "areaM2"
    from publication p join parcel_version v using (parcel_id, version)
    where p.parcel_id = ${parcelId} and p.public_from <= ${at} and (p.public_until is null or p.public_until > ${at})
    order by p.public_from desc limit 1`;
  return row ?? null;
}

/** It begins at `at` instead; what it replaces ends then. */
export async function bringForward(tx: Tx, { parcelId, plannedFrom }: Upcoming, at: Date): Promise<void> {
  await tx`
    update publication set public_until = ${at}
    where parcel_id = ${parcelId} and public_until = ${plannedFrom} and ended_as = 'replaced'`;
  await tx`
    update publication set public_from = ${at} where parcel_id = ${parcelId} and public_from = ${plannedFrom}`;
}

export async function setUpcoming(
  tx: Tx,
  { parcelId, version, from }: { parcelId: number; version: number; from: Date },
): Promise<void> {
  await tx`
    insert into publication ${tx({ parcel_id: parcelId, version, public_from: from })}`;
}

type Waiting = { code: string; name: { zh: string; en: string }; areaM2: number; publicFrom: Date };

/** Parcels whose next publication is still to come, by a part of their code or name; areas in m². */
export async function searchUpcoming(sql: Sql, words: string, at: Date): Promise<Waiting[]> {
  return await sql<Waiting[]>`
    select p.code, json_build_object('zh', v.name_zh, 'en', v.name_en)::jsonb as name,
      v.offered_area_m2::float8 as "areaM2", u.public_from as "publicFrom"
    from publication u join parcel p on p.id = u.parcel_id join parcel_version v using (parcel_id, version)
    where u.public_from > greatest(${at}::timestamptz, now())
      and position(lower(${words}) in lower(concat_ws(' ', p.code, v.name_zh, v.name_en))) > 0
    order by p.code limit 50`;
}

type Shown = { code: string; name: { zh: string; en: string }; areaM2: number; isUpcoming: boolean };

/** Of these parcels, those of which something waits or is public, as it waits or, else, is. */
export async function queryShown(sql: Sql, codes: readonly string[], at: Date): Promise<Shown[]> {
  return await sql<Shown[]>`
    select distinct on (p.code) p.code, json_build_object('zh', v.name_zh, 'en', v.name_en)::jsonb as name,
      v.offered_area_m2::float8 as "areaM2", u.public_from > greatest(${at}::timestamptz, now()) as "isUpcoming"
    from publication u join parcel p on p.id = u.parcel_id join parcel_version v using (parcel_id, version)
    where p.code = any(${[...codes]}) and (u.public_until is null or u.public_until > ${at})
    order by p.code, "isUpcoming" desc, u.public_from limit 5000`;
}
