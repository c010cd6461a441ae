import type { Sql } from '../db/database.ts';
import { searchPatterns } from './rules.ts';
import type { ParcelConditions, ParcelQuery, ParcelSort } from './schema.ts';
import { indicatorCondition } from './terms.ts';

/** A row of the page in its order; the rest of the summary is read by `readSummaries`. */
export type FoundParcel = {
  id: number;
  version: number;
  code: string;
  status: string;
  publishedAtMs: number;
  /** The ascending number the answer is sorted by; null when it is sorted by code. */
  sortKey: number | null;
};

type Counted = { code: string; name: string; nameEn: string; count: number };

export type FoundParcels = {
  total: number;
  totalAreaM2: number;
  all: { total: number; areaM2: number; onOffer: number; onOfferAreaM2: number };
  parks: (Counted & { areaM2: number })[];
  district: Counted[];
  park: Counted[];
  status: { code: string; count: number }[];
  use: { code: string; count: number }[];
  industry: Counted[];
  readiness: { code: string; count: number }[];
  area: { mu: number; count: number; matching: number }[];
  page: FoundParcel[];
};

/** Where the next page begins: after this parcel. */
export type PageStart = { sortKey: number | null; code: string };

export type SearchContext = {
  at: Date;
  /** Statuses that count as 可供. */
  onOffer: string[];
  /** The indicator that `sort=indicator` means. */
  themeIndicator: string;
};

/** The offered area in 亩 (1 亩 = 2000/3 m²), to the two decimals that are shown: a filter means what a person reads. */
const offeredMu = (sql: Sql) => sql`round(v.offered_area_m2 * 3 / 2000, 2)`;

/**
 * Finds public parcels: one statement, so that totals, facets and page are of one moment.
 * Each parcel carries one flag per facet; `misses` counts the flags that are false, so a facet can be counted over the
 * answer without its own condition.
 */
export async function findParcels(
  sql: Sql,
  query: ParcelQuery & { after: PageStart | null },
  context: SearchContext,
): Promise<FoundParcels> {
  const [found] = await sql<FoundParcels[]>`
    with candidate as materialized (
      select pp.id, pp.code, pp.version, pp.status, pp.published_at, v.district_code, v.park_code, v.use_code,
        v.offered_area_m2 as area,
        ${sortKey(sql, query, context)} as sort_key,
        ${flag(sql, query.district, (codes) => sql`v.district_code = any(${codes})`)} as in_district,
        ${flag(sql, query.park, (codes) => sql`v.park_code = any(${codes})`)} as in_park,
        ${flag(sql, query.status, (statuses) => sql`pp.status = any(${statuses})`)} as in_status,
        ${flag(sql, query.use, (codes) => sql`v.use_code = any(${codes})`)} as in_use,
        ${flag(sql, query.industry, (codes) => admits(sql, codes))} as in_industry,
        (${flag(sql, query.minMu, (mu) => sql`${offeredMu(sql)} >= ${mu}::numeric`)}
          and ${flag(sql, query.maxMu, (mu) => sql`${offeredMu(sql)} <= ${mu}::numeric`)}) as in_area,
        (${otherConditions(sql, query)}) as in_other
      from public_parcel(${context.at}) pp
      join parcel_version v on v.parcel_id = pp.id and v.version = pp.version
      join parcel_public s on s.parcel_id = pp.id and s.version = pp.version
    ), counted as materialized (
      select *, (not in_district)::int + (not in_park)::int + (not in_status)::int + (not in_use)::int
        + (not in_industry)::int + (not in_area)::int + (not in_other)::int as misses
      from candidate
    ), matching as materialized (
      select * from counted where misses = 0
    ), page as (
      select id, version, code, status, sort_key, (extract(epoch from published_at) * 1000)::bigint as published_at_ms
      from matching
      where ${afterPage(sql, query.sort, query.after)}
      order by ${pageOrder(sql, query.sort)}
      limit ${query.limit + 1}
    ), admitted as (
      select distinct a.industry_code from admission a join counted c on c.id = a.parcel_id and c.version = a.version
    ), lineage as materialized (
      -- An admitted industry counts for everything above it and, admitted as a whole, for everything below it.
      select a.industry_code, i.code
      from admitted a
      join industry i on starts_with(a.industry_code, i.code) or starts_with(i.code, a.industry_code)
        or i.code = (select d.parent from industry d where d.code = left(a.industry_code, 2))
    )
    select
      (select count(*)::int from matching) as total,
      (select coalesce(sum(area), 0) from matching) as "totalAreaM2",
      (select jsonb_build_object(
        'total', count(*), 'areaM2', coalesce(sum(area), 0),
        'onOffer', count(*) filter (where status = any(${context.onOffer})),
        'onOfferAreaM2', coalesce(sum(area) filter (where status = any(${context.onOffer})), 0)
      ) from counted) as "all",
      (select coalesce(jsonb_agg(jsonb_build_object(
          'code', r.code, 'name', r.name_zh, 'nameEn', r.name_en, 'count', m.count, 'areaM2', m.area
        ) order by r.position), '[]')
        from region r
        join (
          select park_code, count(*) filter (where misses = 0) as count,
            coalesce(sum(area) filter (where misses = 0), 0) as area
          from counted group by park_code
        ) m on m.park_code = r.code) as parks,
      ${regionFacet(sql, 'district')} as district,
      ${regionFacet(sql, 'park')} as park,
      (select coalesce(jsonb_agg(jsonb_build_object('code', f.status, 'count', f.count) order by f.status), '[]') from (
        select status, count(*) filter (where misses - (not in_status)::int = 0) as count from counted group by status
      ) f) as status,
      (select coalesce(jsonb_agg(jsonb_build_object('code', f.use_code, 'count', f.count) order by f.use_code), '[]')
        from (
          select use_code, count(*) filter (where misses - (not in_use)::int = 0) as count
          from counted group by use_code
        ) f) as use,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'code', i.code, 'name', i.name_zh, 'nameEn', i.name_en, 'count', f.count
        ) order by i.code), '[]')
        from (
          select l.code, count(distinct c.id) filter (where c.misses - (not c.in_industry)::int = 0) as count
          from counted c
          join admission a on a.parcel_id = c.id and a.version = c.version
          join lineage l on l.industry_code = a.industry_code
          group by l.code
        ) f
        join industry i on i.code = f.code) as industry,
      (select coalesce(jsonb_agg(jsonb_build_object('code', f.key, 'count', f.count) order by f.key), '[]') from (
        select u.key, count(*) filter (where u.state = 'ready' and c.misses = 0) as count
        from counted c join utility u on u.parcel_id = c.id and u.version = c.version
        group by u.key
      ) f) as readiness,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'mu', f.mu, 'count', f.count, 'matching', f.matching
        ) order by f.mu), '[]')
        from (
          select round(area * 3 / 2000) as mu, count(*) as count,
            count(*) filter (where misses - (not in_area)::int = 0) as matching
          from counted group by 1
        ) f) as area,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'id', id, 'version', version, 'code', code, 'status', status,
          'publishedAtMs', published_at_ms, 'sortKey', sort_key
        ) order by ${pageOrder(sql, query.sort)}), '[]') from page) as page`;
  if (found === undefined) throw new Error('an aggregate without grouping always gives one row');
  return found;
}

type Condition = ReturnType<typeof offeredMu>;

function flag<T>(sql: Sql, value: T | undefined, condition: (value: T) => Condition): Condition {
  return value === undefined ? sql`true` : condition(value);
}

/** GB/T 4754 codes are prefixes; a parcel that admits the whole of 36 also admits 361. */
function admits(sql: Sql, codes: string[]): Condition {
  return sql`exists (
    select from admission a, unnest(${codes}::text[]) as wanted (code)
    where a.parcel_id = v.parcel_id and a.version = v.version
      and (starts_with(a.industry_code, wanted.code) or starts_with(wanted.code, a.industry_code))
  )`;
}

function otherConditions(sql: Sql, query: ParcelConditions): Condition {
  const ready = flag(
    sql,
    query.readiness,
    (keys) => sql`(
      select count(*) from utility u
      where u.parcel_id = v.parcel_id and u.version = v.version and u.state = 'ready' and u.key = any(${keys})
    ) = ${keys.length}`,
  );
  const words = flag(sql, query.q, (q) => sql`s.search_text like all(${searchPatterns(q)}::text[])`);
  const inBox = flag(
    sql,
    query.bbox,
    ([west, south, east, north]) =>
      sql`st_intersects(s.geom, st_makeenvelope(${west}, ${south}, ${east}, ${north}, 4490))`,
  );
  const isNear = flag(
    sql,
    query.near,
    ([lon, lat, km]) =>
      sql`st_distancesphere(s.point, st_setsrid(st_makepoint(${lon}, ${lat}), 4490)) <= ${km * 1000}`,
  );
  const price = flag(sql, query.maxPrice, (yuan) => sql`coalesce(v.start_price_yuan <= ${yuan}, false)`);
  const demands = (query.indicator ?? []).reduce(
    (sofar, written) => sql`${sofar} and ${indicatorHolds(sql, written, query.industry)}`,
    sql`true`,
  );
  return sql`${words} and ${price} and ${ready} and ${inBox} and ${isNear} and ${demands}`;
}

/** Whether the parcel asks for no more (or less) than the number, in the wanted industries' rows or for the whole parcel. */
function indicatorHolds(sql: Sql, written: string, industries: string[] | undefined): Condition {
  const [, key, operator, number] = indicatorCondition.exec(written) ?? [];
  if (key === undefined || number === undefined)
    throw new Error('the schema lets only parsed conditions through');
  const bound = sql`coalesce(r.lower, r.upper)`;
  const value = Number(number);
  const comparison: Record<string, Condition> = {
    '<=': sql`${bound} <= ${value}::numeric`,
    '<': sql`${bound} < ${value}::numeric`,
    '>=': sql`${bound} >= ${value}::numeric`,
    '>': sql`${bound} > ${value}::numeric`,
  };
  const inRow = flag(
    sql,
    industries,
    (codes) => sql`(r.industry_code is null or exists (
      select from unnest(${codes}::text[]) as wanted (code)
      where starts_with(r.industry_code, wanted.code) or starts_with(wanted.code, r.industry_code)
    ))`,
  );
  return sql`exists (
    select from requirement r
    where r.parcel_id = v.parcel_id and r.version = v.version and r.key = ${key}
      and ${comparison[operator ?? ''] ?? sql`false`} and ${inRow}
  )`;
}

/** Every order but the code's is an ascending number; what has no value comes last. */
function sortKey(sql: Sql, query: ParcelQuery, context: SearchContext): Condition {
  const value = sortValue(sql, query, context);
  if (value === null) return sql`null::float8`;
  return query.sort.startsWith('-')
    ? sql`coalesce(-(${value})::float8, 1e18)`
    : sql`coalesce((${value})::float8, 1e18)`;
}

function sortValue(sql: Sql, query: ParcelQuery, context: SearchContext): Condition | null {
  const field = query.sort.replace(/^-/, '');
  if (field === 'offeredAreaM2') return sql`v.offered_area_m2`;
  if (field === 'startPrice') return sql`v.start_price_yuan`;
  if (field === 'signupEnds') return sql`extract(epoch from v.signup_ends_at)`;
  if (field !== 'indicator') return null;
  return sql`(
    select coalesce(r.lower, r.upper) from requirement r
    where r.parcel_id = v.parcel_id and r.version = v.version and r.key = ${context.themeIndicator}
      and (r.industry_code is null or r.industry_code = ${chosenIndustry(sql, query.industry)})
    limit 1
  )`;
}

/** The admission row a list shows: the first that matches the wanted industries, else the first. */
export function chosenIndustry(sql: Sql, industries: string[] | undefined): Condition {
  return sql`(
    select a.industry_code from admission a
    where a.parcel_id = v.parcel_id and a.version = v.version
    order by not exists (
      select from unnest(${industries ?? []}::text[]) as wanted (code)
      where starts_with(a.industry_code, wanted.code) or starts_with(wanted.code, a.industry_code)
    ), a.position
    limit 1
  )`;
}

function pageOrder(sql: Sql, sort: ParcelSort): Condition {
  if (sort === 'code') return sql`code`;
  return sort === '-code' ? sql`code desc` : sql`sort_key, code`;
}

function afterPage(sql: Sql, sort: ParcelSort, after: PageStart | null): Condition {
  if (after === null) return sql`true`;
  if (sort === 'code') return sql`code > ${after.code}`;
  if (sort === '-code') return sql`code < ${after.code}`;
  return sql`(sort_key, code) > (${after.sortKey ?? 0}::float8, ${after.code})`;
}

function regionFacet(sql: Sql, level: 'district' | 'park'): Condition {
  const column = sql(`${level}_code`);
  const own = sql(`in_${level}`);
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object(
        'code', r.code, 'name', r.name_zh, 'nameEn', r.name_en, 'count', coalesce(f.count, 0)
      ) order by r.position), '[]')
    from region r
    left join (
      select ${column} as code, count(*) filter (where misses - (not ${own})::int = 0) as count
      from counted group by 1
    ) f on f.code = r.code
    where r.level = ${level}
  )`;
}
