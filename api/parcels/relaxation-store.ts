import type { Sql } from '../db/database.ts';
import type { Candidate } from './relaxation-conditions.ts';
import { searchPatterns } from './rules.ts';
import type { ParcelConditions } from './schema.ts';
import { indicatorCondition } from './terms.ts';

/**
 * Every public parcel that fails at most one of the conditions without a number, with the values on which the others
 * depend: one statement, so that all of it is of one moment. Who fails two of them is let in by no single change.
 */
export function readCandidates(sql: Sql, query: ParcelConditions, at: Date): Promise<Candidate[]> {
  /** The key where the condition is asked for and does not hold, else null. */
  function failing<Key extends keyof ParcelConditions>(
    key: Key,
    holds: (wanted: NonNullable<ParcelConditions[Key]>) => Condition,
  ): Condition {
    const wanted = query[key];
    return wanted === undefined ? sql`null` : sql`case when not (${holds(wanted)}) then ${key}::text end`;
  }
  return sql<Candidate[]>`
    select c."areaM2", c.mu, c.price, c."distanceM", c.fails, c.lacking, c.industries, c.bounds
    from (
      select pp.id, v.offered_area_m2 as "areaM2", round(v.offered_area_m2 * 3 / 2000, 2) as mu,
        v.start_price_yuan as price, ${distance(sql, query.near)} as "distanceM",
        array_remove(array[
          ${failing('district', (codes) => sql`v.district_code = any(${codes})`)},
          ${failing('park', (codes) => sql`v.park_code = any(${codes})`)},
          ${failing('status', (statuses) => sql`pp.status = any(${statuses})`)},
          ${failing('use', (codes) => sql`v.use_code = any(${codes})`)},
          ${failing('q', (q) => sql`s.search_text like all(${searchPatterns(q)}::text[])`)},
          ${failing('bbox', ([west, south, east, north]) => sql`st_intersects(s.geom, st_makeenvelope(${west}, ${south}, ${east}, ${north}, 4490))`)}
        ]::text[], null) as fails,
        array(
          select wanted.key from unnest(${query.readiness ?? []}::text[]) as wanted (key)
          where not exists (
            select from utility u
            where u.parcel_id = v.parcel_id and u.version = v.version and u.key = wanted.key and u.state = 'ready'
          )
        ) as lacking,
        ${admitted(sql, query.industry)} as industries,
        ${bounds(sql, query.indicator)} as bounds
      from public_parcel(${at}) pp
      join parcel_version v on v.parcel_id = pp.id and v.version = pp.version
      join parcel_public s on s.parcel_id = pp.id and s.version = pp.version
    ) c
    where cardinality(c.fails) + cardinality(c.lacking) <= 1
    order by c.id`;
}

type Condition = ReturnType<typeof distance>;

function distance(sql: Sql, near: ParcelConditions['near']) {
  if (near === undefined) return sql`null::float8`;
  const [lon, lat] = near;
  return sql`st_distancesphere(s.point, st_setsrid(st_makepoint(${lon}, ${lat}), 4490))`;
}

/** The parcel's industries, where the query asks for any. */
function admitted(sql: Sql, wanted: string[] | undefined): Condition {
  if (wanted === undefined) return sql`array[]::text[]`;
  return sql`array(
    select a.industry_code from admission a
    where a.parcel_id = v.parcel_id and a.version = v.version
    order by a.industry_code
  )`;
}

/** What a parcel demands of the indicators asked for, in each admission row and for the parcel as a whole. */
function bounds(sql: Sql, conditions: string[] | undefined): Condition {
  if (conditions === undefined) return sql`'[]'::jsonb`;
  const keys = conditions.flatMap((written) => indicatorCondition.exec(written)?.[1] ?? []);
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', r.key, 'industry', r.industry_code, 'value', coalesce(r.lower, r.upper)
      ) order by r.key, r.industry_code), '[]')
    from requirement r
    where r.parcel_id = v.parcel_id and r.version = v.version and r.key = any(${keys}::text[])
      and coalesce(r.lower, r.upper) is not null
  )`;
}
