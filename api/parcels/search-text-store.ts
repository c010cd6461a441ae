import { batchDeadlineMs, type Database, type Sql, type Tx } from '../db/database.ts';
import { searchTextOf, searchVersion } from './search-text.ts';

/** Versions of one statement and one transaction: others wait for no more than these. */
const versionsAtOnce = 500;

/** Makes the search words of versions from their own texts and from the names of their regions and industries. */
export async function writeSearchTexts(
  tx: Tx,
  versions: { parcelId: number; version: number }[],
): Promise<void> {
  for (let start = 0; start < versions.length; start += versionsAtOnce) {
    const rows = await readTexts(tx, versions.slice(start, start + versionsAtOnce));
    const made = rows.map((row) => ({ ...row, ...searchTextOf(row.texts) }));
    await tx`
      update parcel_public s
      set search_text = made.written, search_pinyin = made.read, search_version = ${searchVersion}
      from unnest(
        ${made.map(({ parcelId }) => parcelId)}::bigint[], ${made.map(({ version }) => version)}::int[],
        ${made.map(({ written }) => written)}::text[], ${made.map(({ read }) => read)}::text[]
      ) as made (parcel_id, version, written, read)
      where made.parcel_id = s.parcel_id and made.version = s.version`;
  }
}

/**
 * Makes anew what an older rule made, or older names. Safe to be run by several processes at once: each batch is locked,
 * and whoever comes second finds it done.
 */
export async function renewSearchTexts(database: Database): Promise<void> {
  for (;;) {
    const renewed = await database.transaction(renewBatch, { deadlineMs: batchDeadlineMs });
    if (renewed < versionsAtOnce) return;
  }
}

async function renewBatch(tx: Tx): Promise<number> {
  const outdated = await tx<{ parcelId: number; version: number }[]>`
    select s.parcel_id as "parcelId", s.version
    from parcel_public s
    where s.search_version < ${searchVersion}
    order by s.parcel_id, s.version
    limit ${versionsAtOnce}
    for update`;
  await writeSearchTexts(tx, outdated);
  return outdated.length;
}

function readTexts(sql: Sql, versions: { parcelId: number; version: number }[]) {
  return sql<{ parcelId: number; version: number; texts: string[] }[]>`
    select v.parcel_id as "parcelId", v.version,
      array_remove(array[p.code, v.name_zh, v.name_en, v.location_zh], null)
        || array(
          select names.text
          from region r, unnest(array[r.name_zh, r.name_en]) as names (text)
          where r.code in (v.district_code, v.town_code, v.park_code)
          order by r.position, names.text
        )
        || array(
          select names.text
          from admission a
          join industry i on i.code = a.industry_code, unnest(array[i.code, i.name_zh, i.name_en]) as names (text)
          where a.parcel_id = v.parcel_id and a.version = v.version
          order by a.position, names.text
        ) as texts
    from parcel_version v
    join parcel p on p.id = v.parcel_id
    join unnest(
      ${versions.map(({ parcelId }) => parcelId)}::bigint[], ${versions.map(({ version }) => version)}::int[]
    ) as wanted (parcel_id, version) on wanted.parcel_id = v.parcel_id and wanted.version = v.version
    order by v.parcel_id, v.version
    limit ${versions.length}`;
}
