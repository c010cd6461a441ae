import type { Sql } from '../db/database.ts';
import type { ReleasedParcel } from '../events/log-schema.ts';

/** Parcels as they were loaded, by their codes: what staff publishes of them later is not what the event showed. */
export async function readFirstVersions(
  sql: Sql,
  codes: readonly string[],
): Promise<Map<string, ReleasedParcel>> {
  const rows = await sql<ReleasedParcel[]>`
    select p.code, v.version, v.offered_area_m2::float8 as "areaM2"
    from parcel p join parcel_version v on v.parcel_id = p.id
    where p.code = any(${[...codes]}) and v.version = 1 order by p.code limit 1000`;
  return new Map(rows.map((parcel) => [parcel.code, parcel]));
}
