import type { Sql } from '../db/database.ts';
import type { Interval, Provenance } from '../imports/schema.ts';
import type { Wanted } from './search-rules.ts';
import type { FoundParcel } from './search-store.ts';
import type { Named, PublicGeometry } from './schema.ts';

export type RequirementRow = Interval & { key: string; unit: string };

/** What a list shows of one version, as it stands in the tables. Days are `YYYY-MM-DD`, geometry is the public one. */
export type SummaryRow = {
  id: number;
  version: number;
  name: string;
  nameEn: string;
  district: Named;
  town: Named | null;
  park: Named;
  department: Named;
  areaM2: number;
  offeredAreaM2: number;
  useCode: string;
  industries: Named[];
  startPrice: number | null;
  noticeAt: Date | null;
  signupEndsAt: Date | null;
  listingEndsAt: Date | null;
  bbox: [number, number, number, number];
  centroid: [number, number];
  geometry: PublicGeometry;
  indicatorIndustry: string | null;
  /** Of the chosen industry and of the parcel as a whole. */
  requirements: RequirementRow[];
  /** Keys of the utilities that are ready. */
  ready: string[];
  /** Where the row of the chosen industry comes from, else the parcel's fields; null when nobody said. */
  provenance: Provenance | null;
  demo: boolean;
};

/** Coordinates carry five decimals at most (1 m); the stored public geometry is coarser where the pack says so. */
const publicDecimals = 5;

/** Reads the summaries of found parcels, in any order. `wanted` chooses the admission row that is shown. */
export async function readSummaries(
  sql: Sql,
  found: Pick<FoundParcel, 'id' | 'version'>[],
  wanted: Wanted,
): Promise<SummaryRow[]> {
  if (found.length === 0) return [];
  const named = (table: 'd' | 't' | 'k' | 'o' | 'i') =>
    sql`json_build_object(
      'code', ${sql(`${table}.code`)}, 'name', ${sql(`${table}.name_zh`)}, 'nameEn', ${sql(`${table}.name_en`)}
    )`;
  const rows = await sql<QueriedRow[]>`
    select v.parcel_id as id, v.version, v.name_zh as name, v.name_en as "nameEn",
      ${named('d')} as district,
      case when t.code is not null then ${named('t')} end as town,
      ${named('k')} as park,
      ${named('o')} as department,
      v.land_area_m2 as "areaM2", v.offered_area_m2 as "offeredAreaM2", v.use_code as "useCode",
      (select coalesce(json_agg(
          (select ${named('i')} from industry i where i.code = a.industry_code) order by a.position), '[]')
        from admission a
        where a.parcel_id = v.parcel_id and a.version = v.version) as industries,
      v.start_price_yuan as "startPrice", v.notice_at as "noticeAt", v.signup_ends_at as "signupEndsAt",
      v.listing_ends_at as "listingEndsAt",
      json_build_array(round(st_x(s.point)::numeric, 5), round(st_y(s.point)::numeric, 5)) as centroid,
      st_asgeojson(s.geom, ${publicDecimals}::int, 0)::json as geometry,
      chosen.industry_code as "indicatorIndustry",
      (select coalesce(json_agg(
          json_build_array(r.key, r.lower, r.lower_op, r.upper, r.upper_op, r.unit) order by r.key), '[]')
        from requirement r
        where r.parcel_id = v.parcel_id and r.version = v.version
          and (r.industry_code is null or r.industry_code = chosen.industry_code)) as requirements,
      (select coalesce(json_agg(u.key), '[]')
        from utility u
        where u.parcel_id = v.parcel_id and u.version = v.version and u.state = 'ready') as ready,
      (select json_build_object(
          'source', f.source, 'sourceNumber', f.source_number, 'verifiedBy', f.verified_by,
          'verifiedOn', f.verified_on, 'validUntil', f.valid_until)
        from fact f
        where f.parcel_id = v.parcel_id and f.version = v.version
          and f.path in ('fields', 'admissions.' || chosen.industry_code)
        order by f.path
        limit 1) as provenance,
      p.demo
    from parcel_version v
    join parcel p on p.id = v.parcel_id
    join parcel_public s on s.parcel_id = v.parcel_id and s.version = v.version
    join region d on d.code = v.district_code
    left join region t on t.code = v.town_code
    join region k on k.code = v.park_code
    join department o on o.code = v.department_code
    cross join lateral (select ${chosenIndustry(sql, wanted)} as industry_code) chosen
    where (v.parcel_id, v.version) in (
      select * from unnest(${found.map((parcel) => parcel.id)}::bigint[], ${found.map((parcel) => parcel.version)}::int[])
    )
    order by v.parcel_id
    limit ${found.length}`;
  return rows.map(toSummaryRow);
}

/** Lists of many small values come as arrays: naming each would take the database longer than finding them. */
type QueriedRow = Omit<SummaryRow, 'bbox' | 'requirements'> & {
  requirements: [
    key: string,
    lower: number | null,
    lowerOp: RequirementRow['lowerOp'],
    upper: number | null,
    upperOp: RequirementRow['upperOp'],
    unit: string,
  ][];
};

function toSummaryRow(row: QueriedRow): SummaryRow {
  const positions = row.geometry.coordinates.flat(2);
  const [lons, lats] = [positions.map(([lon]) => lon), positions.map(([, lat]) => lat)];
  return {
    ...row,
    bbox: [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)],
    requirements: row.requirements.map(([key, lower, lowerOp, upper, upperOp, unit]) => ({
      key,
      lower,
      lowerOp,
      upper,
      upperOp,
      unit,
    })),
  };
}

/** The admission row a list shows, as `chosenRow` decides it. */
function chosenIndustry(sql: Sql, { for: lead, industry }: Wanted) {
  const missesAll = (codes: string[]) => sql`not exists (
    select from unnest(${codes}::text[]) as wanted (code)
    where starts_with(a.industry_code, wanted.code) or starts_with(wanted.code, a.industry_code)
  )`;
  return sql`(
    select a.industry_code from admission a
    where a.parcel_id = v.parcel_id and a.version = v.version
    order by ${missesAll(lead === undefined ? [] : [lead])}, ${missesAll(industry ?? [])}, a.position
    limit 1
  )`;
}
