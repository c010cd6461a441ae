import type { Sql } from '../db/database.ts';
import type { VersionFacts } from './search-rules.ts';

type Identity = { id: number; version: number };

/** Versions of one statement: few enough for its deadline on the embedded database. */
const versionsAtOnce = 1000;

/**
 * What was read of each database's versions, the newest asked for of each parcel. Versions are immutable, so it is right
 * for ever; it holds as much as there are parcels (about 1 kB each).
 */
const known = new WeakMap<Sql, Map<number, VersionFacts>>();

/** What a search asks of versions, in the order asked for; undefined for one that does not exist. */
export async function readVersionFacts(
  sql: Sql,
  identities: Identity[],
): Promise<(VersionFacts | undefined)[]> {
  const kept = known.get(sql) ?? new Map<number, VersionFacts>();
  known.set(sql, kept);
  // Taken out before anything is waited for: another search may meanwhile keep another version of the same parcel.
  const facts = identities.map(({ id, version }) => ofVersion(kept.get(id), version));
  const missing = identities.filter((_identity, index) => facts[index] === undefined);
  if (missing.length === 0) return facts;
  const read = new Map<number, VersionFacts>();
  for (let start = 0; start < missing.length; start += versionsAtOnce) {
    for (const row of await queryFacts(sql, missing.slice(start, start + versionsAtOnce))) {
      read.set(row.id, row);
      kept.set(row.id, row);
    }
  }
  return identities.map(({ id }, index) => facts[index] ?? read.get(id));
}

function ofVersion(facts: VersionFacts | undefined, version: number): VersionFacts | undefined {
  return facts?.version === version ? facts : undefined;
}

function queryFacts(sql: Sql, identities: Identity[]): Promise<VersionFacts[]> {
  return sql<VersionFacts[]>`
    select v.parcel_id as id, v.version, v.district_code as "districtCode", v.park_code as "parkCode",
      v.use_code as "useCode", v.offered_area_m2 as "areaM2", round(v.offered_area_m2 * 3 / 2000, 2) as mu,
      v.start_price_yuan as "startPriceYuan",
      (extract(epoch from v.signup_ends_at) * 1000)::bigint as "signupEndsAtMs",
      (select coalesce(json_agg(a.industry_code order by a.position), '[]')
        from admission a where a.parcel_id = v.parcel_id and a.version = v.version) as admitted,
      (select coalesce(json_agg(u.key order by u.key), '[]')
        from utility u
        where u.parcel_id = v.parcel_id and u.version = v.version and u.state = 'ready') as ready,
      (select coalesce(json_object_agg(f.industry, f.bounds), '{}')
        from (
          select coalesce(r.industry_code, '') as industry, json_object_agg(r.key, coalesce(r.lower, r.upper)) as bounds
          from requirement r
          where r.parcel_id = v.parcel_id and r.version = v.version and coalesce(r.lower, r.upper) is not null
          group by r.industry_code
        ) f) as asked
    from parcel_version v
    join unnest(
      ${identities.map(({ id }) => id)}::bigint[], ${identities.map(({ version }) => version)}::int[]
    ) as wanted (id, version) on wanted.id = v.parcel_id and wanted.version = v.version
    order by v.parcel_id
    limit ${identities.length}`;
}
