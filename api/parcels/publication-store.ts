import type { Tx } from '../db/database.ts';

/**
 * Ends what is public of a parcel, now and from a later instant on. Whoever published meanwhile may have looked at the clock
 * after this act did: it ends after the last beginning all the same. Returns when, and the version that was public; null
 * where none was.
 */
export async function endPublications(
  tx: Tx,
  parcelId: number,
  { at, as }: { at: Date; as: 'withdrawn' | 'recalled' },
): Promise<{ version: number | null; until: Date }> {
  await tx`delete from publication where parcel_id = ${parcelId} and public_from > greatest(${at}, now())`;
  const [last] = await tx<{ until: Date }[]>`
    select greatest(${at}::timestamptz, max(public_from) + interval '1 millisecond') as until
    from publication where parcel_id = ${parcelId}`;
  const until = last?.until ?? at;
  const [ended] = await tx<{ version: number }[]>`
    update publication set public_until = ${until}, ended_as = ${as}
    where parcel_id = ${parcelId} and (public_until is null or public_until > ${until})
    returning version`;
  return { version: ended?.version ?? null, until };
}

/** Takes back what is not public yet; what it was to replace goes on without an end. */
export async function deleteUpcoming(tx: Tx, parcelId: number, at: Date): Promise<void> {
  await tx`
    with gone as (
      delete from publication where parcel_id = ${parcelId} and public_from > greatest(${at}, now())
      returning public_from
    )
    update publication set public_until = null, ended_as = null
    where parcel_id = ${parcelId} and ended_as = 'replaced' and public_until in (select public_from from gone)`;
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
