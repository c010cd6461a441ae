import type { Tx } from '../db/database.ts';

/**
 * Ends what is public of a parcel, now and from a later instant on. The end is never before the beginning, whichever clock
 * wrote it. Returns the version that was public and when it ended; null where none was.
 */
export async function endPublications(
  tx: Tx,
  parcelId: number,
  { at, as }: { at: Date; as: 'withdrawn' | 'recalled' },
): Promise<{ version: number; until: Date } | null> {
  await tx`delete from publication where parcel_id = ${parcelId} and public_from > ${at} and public_from > now()`;
  const [ended] = await tx<{ version: number; until: Date }[]>`
    update publication set
      public_until = greatest(${at}::timestamptz, public_from + interval '1 millisecond'), ended_as = ${as}
    where parcel_id = ${parcelId} and (public_until is null or public_until > ${at})
    returning version, public_until as until`;
  return ended ?? null;
}

/** Whether anything of a parcel was, is or will be public that no recall covers. */
export async function hasUncoveredPublication(tx: Tx, parcelId: number): Promise<boolean> {
  const [row] = await tx<{ found: boolean }[]>`
    select exists (
      select from publication p
      where p.parcel_id = ${parcelId} and not exists (
        select from recall r
        where r.parcel_id = p.parcel_id and r.outcome is distinct from 'lifted' and p.public_from <= r.recalled_at
      )
    ) as found`;
  return row?.found ?? false;
}

/** The version that a recall took from the public, where nothing else has become public since; null where there is none. */
export async function findRecalledVersion(
  tx: Tx,
  parcelId: number,
  recalledAt: Date,
): Promise<number | null> {
  const [row] = await tx<{ version: number }[]>`
    select p.version from publication p
    where p.parcel_id = ${parcelId} and p.ended_as = 'recalled' and p.public_until = ${recalledAt}
      and not exists (select from publication n where n.parcel_id = p.parcel_id and n.public_from > p.public_from)
    limit 1`;
  return row?.version ?? null;
}
