import type { Tx } from '../db/database.ts';
import type { Released } from '../parcels/release.ts';

/** What an entry released, so that it can be taken back. */
export async function writeReleases(
  tx: Tx,
  { eventId, seq, released }: { eventId: number; seq: number; released: readonly Released[] },
): Promise<void> {
  if (released.length === 0) return;
  const rows = released.map(({ parcelId, version, plannedFrom }) => ({
    event_id: eventId,
    seq,
    parcel_id: parcelId,
    version,
    planned_from: plannedFrom,
  }));
  await tx`insert into live_release ${tx(rows)}`;
}

export async function readReleases(tx: Tx, eventId: number, seq: number): Promise<Released[]> {
  return await tx<Released[]>`
    select r.parcel_id::int as "parcelId", p.code, r.version, v.offered_area_m2::float8 as "areaM2",
      r.planned_from as "plannedFrom"
    from live_release r join parcel p on p.id = r.parcel_id
    join parcel_version v on v.parcel_id = r.parcel_id and v.version = r.version
    where r.event_id = ${eventId} and r.seq = ${seq} order by p.code limit 200`;
}
