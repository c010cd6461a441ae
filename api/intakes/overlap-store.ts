import type { Sql } from '../db/database.ts';
import { MultiPolygon } from '../imports/schema.ts';
import type { StoredRow } from './stored-row.ts';

const live = 'overlap-live-parcel';

type Told = { ref: string; other: string; rule: string; text: string };

/**
 * Where rows lie on what their findings name, in lon/lat (EPSG:4490), by the row's ref. A finding names public parcels and drafts
 * of the own department alone, and of another department's parcel no more is used than its public outline.
 */
export async function readOverlapShapes(
  sql: Sql,
  rows: readonly StoredRow[],
  { departmentCode, at }: { departmentCode: string; at: Date },
): Promise<Map<string, MultiPolygon>> {
  const told = rows.flatMap(toldOf);
  if (told.length === 0) return new Map();
  const shapes = await sql<{ ref: string; shape: unknown }[]>`
    with told as materialized (
      select ref, other, rule = ${live} as is_public, st_setsrid(st_geomfromgeojson(text), 4490) as geom
      from unnest(${told.map(({ ref }) => ref)}::text[], ${told.map(({ other }) => other)}::text[],
        ${told.map(({ rule }) => rule)}::text[], ${told.map(({ text }) => text)}::text[])
        as t (ref, other, rule, text)
    ), live as materialized (
      select p.id, p.version, p.code from public_parcel(${at}) p where p.code in (select other from told where is_public)
    ), common as (
      select t.ref, st_intersection(t.geom, case when v.department_code = ${departmentCode} then v.geom_survey else pub.geom end)
        as geom
      from told t
      join live l on l.code = t.other
      join parcel_version v on v.parcel_id = l.id and v.version = l.version
      join parcel_public pub on pub.parcel_id = l.id and pub.version = l.version
      where t.is_public
      union all
      select t.ref, st_intersection(t.geom, d.geom)
      from told t
      join parcel_draft d on d.code = t.other and d.department_code = ${departmentCode}
      where not t.is_public and st_isvalid(d.geom)
    ), united as (
      select ref, st_collectionextract(st_union(st_collectionextract(geom, 3)), 3) as geom from common group by ref
    )
    select ref, st_asgeojson(st_multi(st_forcepolygonccw(geom)), 9, 0)::jsonb as shape
    from united
    where not st_isempty(geom)
    order by ref
    limit ${told.length}`;
  return new Map(shapes.map(({ ref, shape }) => [ref, MultiPolygon.parse(shape)]));
}

function toldOf({ ref, content, findings }: StoredRow): Told[] {
  const multiPolygon = content?.geometry?.multiPolygon;
  if (multiPolygon === undefined) return [];
  const text = JSON.stringify(multiPolygon);
  return findings.flatMap(({ rule, values }) => {
    const other = values?.['code'];
    if (typeof other !== 'string' || (rule !== live && rule !== 'overlap-draft')) return [];
    return [{ ref, other, rule, text }];
  });
}
