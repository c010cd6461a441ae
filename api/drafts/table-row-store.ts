import type { Sql } from '../db/database.ts';
import type { StaffParcelRow } from './schema.ts';
import type { ListedRow } from './table-store.ts';

type DetailRow = Omit<StaffParcelRow, 'state' | 'status' | 'updatedAt' | 'bbox'> & {
  updated: Date;
  bounds: [number, number, number, number] | null;
};

/** What the table shows of the parcels of one page, in any order. `indicator` is the one whose limit is shown. */
export function readTableRows(sql: Sql, listed: ListedRow[], indicator: string): Promise<DetailRow[]> {
  if (listed.length === 0) return Promise.resolve([]);
  return sql<DetailRow[]>`
    select l.code, coalesce(d.department_code, v.department_code) as "departmentCode",
      case when d.code is null then v.name_zh else d.content -> 'fields' ->> 'name' end as name,
      k.code as "parkCode", coalesce(k.name_zh, d.content -> 'fields' ->> 'park') as park,
      case when d.code is null then v.offered_area_m2 else (d.content -> 'fields' ->> 'offeredAreaM2')::numeric end
        as "areaM2",
      case when d.code is null then a.industry_code else d.content -> 'admissions' -> 0 ->> 'industry' end
        as "industryCode",
      case
        when d.code is null then (
          select json_build_object('lower', r.lower, 'upper', r.upper, 'operator', coalesce(r.lower_op, r.upper_op))
          from requirement r
          where r.parcel_id = v.parcel_id and r.version = v.version and r.industry_code = a.industry_code
            and r.key = ${indicator}
        )
        else (
          select json_build_object('lower', i -> 'lower', 'upper', i -> 'upper',
            'operator', coalesce(i ->> 'lowerOp', i ->> 'upperOp'))
          from (select d.content -> 'admissions' -> 0 -> 'indicators' -> ${indicator}) as first (i)
          where i is not null
        )
      end as intensity,
      case when checked.findings is not null then (
        select json_build_object(
          'error', count(*) filter (where f ->> 'severity' = 'error'),
          'warning', count(*) filter (where f ->> 'severity' = 'warning'),
          'notice', count(*) filter (where f ->> 'severity' = 'notice'))
        from jsonb_array_elements(checked.findings) f
      ) end as findings,
      coalesce(d.updated_at, v.created_at) as updated,
      case when shape.geom is not null then json_build_array(
        st_xmin(shape.geom), st_ymin(shape.geom), st_xmax(shape.geom), st_ymax(shape.geom)) end as bounds,
      case when shape.geom is not null then json_build_array(
        round(st_x(st_centroid(shape.geom))::numeric, 6), round(st_y(st_centroid(shape.geom))::numeric, 6)) end
        as centroid,
      st_asgeojson(st_multi(st_simplify(shape.geom, 0.00001, true)), 6, 0)::json as footprint
    from unnest(
      ${listed.map(({ code }) => code)}::text[], ${listed.map(({ parcelId }) => parcelId)}::bigint[],
      ${listed.map(({ version }) => version)}::int[]
    ) as l (code, parcel_id, version)
    left join parcel_draft d on d.code = l.code
    left join parcel_version v on v.parcel_id = l.parcel_id and v.version = l.version
    left join admission a on a.parcel_id = l.parcel_id and a.version = l.version and a.position = 0
    left join region k on k.level = 'park'
      and case when d.code is null then k.code = v.park_code
        else d.content -> 'fields' ->> 'park' in (k.code, k.name_zh, k.name_en) end
    left join lateral (
      select case when d.code is not null then d.findings else (
        select s.findings from submission s where s.code = l.code and s.state = 'published' order by s.id desc limit 1
      ) end as findings
    ) checked on true
    left join lateral (select case when d.code is null then v.geom_survey else d.geom end as geom) shape on true
    order by l.code
    limit ${listed.length}`;
}
