import type { Sql } from '../db/database.ts';
import type { DraftState, StaffParcelsQuery, StaffSort } from './schema.ts';

/** Whose parcels: of one department, or of all. */
export type TableScope = { departmentCode: string | null; at: Date; today: string };

/** A place in an order; instants as microseconds since 1970. */
export type TableKey = { key: string; code: string };

export type ListedRow = {
  code: string;
  sortKey: string;
  state: DraftState;
  status: string | null;
  parcelId: number | null;
  version: number | null;
};

export type TablePage = {
  total: number;
  areaM2: number;
  withErrors: number;
  states: Partial<Record<DraftState, number>>;
  rows: ListedRow[];
};

/**
 * One page of the parcels staff work on, with the totals of all pages: one statement, so that both are of one moment. A parcel
 * stands once, with its draft where there is one, else with the version that is or will be public, or was last.
 */
export async function readTablePage(
  sql: Sql,
  { query, after }: { query: StaffParcelsQuery; after: TableKey | null },
  scope: TableScope,
): Promise<TablePage> {
  const [page] = await sql<TablePage[]>`
    with listed as materialized (${listed(sql, scope)}),
    matched as materialized (select * from listed l where ${matches(sql, query, scope)}),
    wanted as materialized (
      select * from matched m
      where (${query.state ?? null}::text[] is null or m.state = any(${query.state ?? null}::text[]))
        and (${query.errors === undefined} or m.errors > 0)
    )
    select (select count(*) from wanted) as total,
      (select coalesce(sum("areaM2"), 0) from wanted) as "areaM2",
      (select count(*) from matched where errors > 0) as "withErrors",
      (select coalesce(json_object_agg(state, number), '{}')
        from (select state, count(*) as number from matched group by state) as counted) as states,
      (select coalesce(json_agg(page), '[]') from (
        select w.code, ${sortKey(sql, query.sort)}::text as "sortKey", w.state, w.status, w."parcelId", w.version
        from wanted w
        where ${isAfter(sql, query.sort, after)}
        order by ${order(sql, query.sort)}
        limit ${query.limit + 1}
      ) as page) as rows`;
  if (page === undefined) throw new Error('an aggregate without grouping gives one row');
  return page;
}

/** Every parcel once, with no more than filters and orders ask for. */
function listed(sql: Sql, { departmentCode, at }: TableScope) {
  return sql`
    select coalesce(d.code, p.code) as code, p.id as "parcelId", v.version, pp.status,
      case
        when d.state = 'submitted' then 'waiting'
        when d.state = 'returned' then 'returned'
        when d.code is not null and pub.parcel_id is not null and pub.ended_as is null then 'changed'
        when d.code is not null or pub.parcel_id is null then 'draft'
        when pub.ended_as = 'recalled' then 'recalled'
        when pub.ended_as is not null then 'withdrawn'
        when pub.public_from > ${at} then 'approved'
        when pp.status = 'suspended' then 'suspended'
        else 'published'
      end as state,
      case when d.code is null then v.name_zh else d.content -> 'fields' ->> 'name' end as name,
      case when d.code is null then v.park_code else d.content -> 'fields' ->> 'park' end as park,
      case when d.code is null then v.offered_area_m2 else (d.content -> 'fields' ->> 'offeredAreaM2')::numeric end
        as "areaM2",
      coalesce(d.updated_at, case when pub.ended_as is not null then pub.public_until end, v.created_at) as updated,
      (select count(*) from jsonb_array_elements(d.findings) f where f ->> 'severity' = 'error') as errors
    from parcel p
    left join (
      select distinct on (parcel_id) parcel_id, version, public_from, public_until, ended_as
      from publication
      order by parcel_id, ended_as is null desc, public_from desc
    ) pub on pub.parcel_id = p.id
    left join (
      select parcel_id, max(version) as version from parcel_version group by parcel_id
    ) newest on newest.parcel_id = p.id
    left join parcel_version v on v.parcel_id = p.id and v.version = coalesce(pub.version, newest.version)
    left join public_parcel(${at}) pp on pp.id = p.id
    full join parcel_draft d on d.code = p.code
    where ${departmentCode}::text is null or coalesce(d.department_code, v.department_code) = ${departmentCode}`;
}

function matches(sql: Sql, { q, park, expiring }: StaffParcelsQuery, scope: TableScope) {
  const pattern = q === undefined ? null : `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql`
    (${pattern}::text is null or l.code ilike ${pattern} or l.name ilike ${pattern} or l.park ilike ${pattern})
    and (${park ?? null}::text is null or l.park = ${park ?? null}
      or l.park in (select r.name_zh from region r where r.code = ${park ?? null}))
    and ${expiring === undefined ? sql`true` : expires(sql, expiring, scope)}`;
}

function expires(sql: Sql, days: number, { at, today }: TableScope) {
  return sql`(l."parcelId", l.version) in (
    select parcel_id, version from fact where valid_until <= ${today}::date + ${days}::int
    union all
    select parcel_id, version from parcel_version
    where signup_ends_at between ${at} and ${at}::timestamptz + make_interval(days => ${days}::int)
  )`;
}

const noArea = -1;

function sortKey(sql: Sql, sort: StaffSort) {
  if (sort.endsWith('area')) return sql`coalesce(w."areaM2", ${noArea})`;
  return sort.endsWith('updated') ? sql`(extract(epoch from w.updated) * 1000000)::bigint` : sql`w.code`;
}

function order(sql: Sql, sort: StaffSort) {
  return sort.startsWith('-')
    ? sql`${sortKey(sql, sort)} desc, w.code desc`
    : sql`${sortKey(sql, sort)}, w.code`;
}

function isAfter(sql: Sql, sort: StaffSort, after: TableKey | null) {
  if (after === null) return sql`true`;
  const { key, code } = after;
  const cast = sort.endsWith('code') ? sql`::text` : sql`::numeric`;
  const last = sql`(${key}::text${cast}, ${code}::text)`;
  return sort.startsWith('-')
    ? sql`(${sortKey(sql, sort)}, w.code) < ${last}`
    : sql`(${sortKey(sql, sort)}, w.code) > ${last}`;
}
