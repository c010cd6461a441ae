import type { Tx } from '../db/database.ts';

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
