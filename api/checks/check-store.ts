import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { MultiPolygon } from '../imports/schema.ts';
import type { Overlap, SpatialFacts, TouchingEvaluation } from './subject.ts';

/** A shape to be looked at: in lon/lat (EPSG:4490), and on the city's plane in metres. */
export type CheckedShape = {
  code: string;
  department: string | null;
  multiPolygon: MultiPolygon;
  planeMultiPolygon: { type: 'MultiPolygon'; coordinates: [number, number][][][] };
};

export type SpatialQuestion = { at: Date; narrowM: number };

/** Shapes of one statement: few enough for its deadline on the embedded database. */
const shapesAtOnce = 250;

/** What of the database touches each shape, in the order of the shapes. A few statements for a whole batch. */
export async function readSpatialFacts(
  sql: Sql,
  shapes: CheckedShape[],
  question: SpatialQuestion,
): Promise<SpatialFacts[]> {
  const facts: SpatialFacts[] = [];
  for (let start = 0; start < shapes.length; start += shapesAtOnce) {
    const chunk = shapes.slice(start, start + shapesAtOnce);
    const own = await readShapes(sql, chunk, question);
    const valid = chunk.filter((_shape, index) => own[index]?.invalidReason === null);
    const overlaps = await readOverlaps(sql, valid, question);
    const evaluations = await readEvaluations(sql, valid, question);
    const protectedAreas = await readProtectedAreas(sql, valid);
    chunk.forEach(({ code }, index) => {
      const { invalidReason = null, narrowAreaM2 = 0 } = own[index] ?? {};
      facts.push({
        invalidReason,
        narrowAreaM2,
        overlaps: overlaps.get(code) ?? [],
        protectedAreaM2: protectedAreas.get(code) ?? 0,
        evaluations: evaluations.get(code) ?? [],
      });
    });
  }
  return facts;
}

function texts(shapes: CheckedShape[]) {
  return {
    codes: shapes.map(({ code }) => code),
    departments: shapes.map(({ department }) => department),
    texts: shapes.map(({ multiPolygon }) => JSON.stringify(multiPolygon)),
    planeTexts: shapes.map(({ planeMultiPolygon }) => JSON.stringify(planeMultiPolygon)),
  };
}

/** What is narrower than `narrowM` is what an opening (erode, then grow) takes away; mitred, so that corners stay. */
async function readShapes(sql: Sql, shapes: CheckedShape[], { narrowM }: SpatialQuestion) {
  const { texts: lonLat, planeTexts } = texts(shapes);
  return await sql<{ invalidReason: string | null; narrowAreaM2: number }[]>`
    with shape as materialized (
      select position, st_setsrid(st_geomfromgeojson(lonlat), 4490) as geom,
        st_setsrid(st_geomfromgeojson(plane), 0) as plane
      from unnest(${lonLat}::text[], ${planeTexts}::text[]) with ordinality as s (lonlat, plane, position)
    )
    select case when st_isvalid(geom) then null else st_isvalidreason(geom) end as "invalidReason",
      case when st_isvalid(geom) and st_isvalid(plane) then greatest(0, st_area(plane) - st_area(st_buffer(
        st_buffer(plane, ${-narrowM / 2}::float8, 'join=mitre mitre_limit=5'),
        ${narrowM / 2}::float8, 'join=mitre mitre_limit=5'))) else 0 end as "narrowAreaM2"
    from shape
    order by position
    limit ${shapes.length}`;
}

/** The public geometry, which has an index, lies at most so far from the surveyed one, which has none (100 m). */
const generalisedDegrees = 0.001;

type OverlapRow = {
  code: string;
  other: string | null;
  standing: Overlap['standing'];
  areaM2: number;
  widthM: number;
};

/** Parcels that are public or approved for later, and others' drafts; what is another department's and not public has no code. */
async function readOverlaps(
  sql: Sql,
  shapes: CheckedShape[],
  { at }: SpatialQuestion,
): Promise<Map<string, Overlap[]>> {
  if (shapes.length === 0) return new Map();
  const { codes, departments, texts: lonLat } = texts(shapes);
  const rows = await sql<OverlapRow[]>`
    with shape as materialized (
      select code, department, st_setsrid(st_geomfromgeojson(text), 4490) as geom
      from unnest(${codes}::text[], ${departments}::text[], ${lonLat}::text[]) as s (code, department, text)
    ), nearby as materialized (
      select s.code, s.geom, pub.parcel_id, pub.version
      from shape s
      join parcel_public pub on pub.geom && st_expand(s.geom, ${generalisedDegrees}::float8)
    ), live as materialized (
      select p.id, p.version, p.code
      from public_parcel(${at}) p
      where p.id = any(array(select parcel_id from nearby)) and p.status not in ('withdrawn', 'returned')
    ), upcoming as materialized (
      select p.id, f.version, p.code
      from publication f
      join parcel p on p.id = f.parcel_id
      where f.public_from > ${at} and f.ended_as is null and f.parcel_id in (select parcel_id from nearby)
    ), common as (
      select n.code, l.code as other, 'public' as standing, st_intersection(n.geom, v.geom_survey) as geom
      from nearby n
      join live l on l.id = n.parcel_id and l.version = n.version and l.code <> n.code
      join parcel_version v on v.parcel_id = l.id and v.version = l.version
      where st_intersects(v.geom_survey, n.geom)
      union all
      select n.code, case when v.department_code = s.department then u.code end, 'approved',
        st_intersection(n.geom, v.geom_survey)
      from nearby n
      join shape s on s.code = n.code
      join upcoming u on u.id = n.parcel_id and u.version = n.version and u.code <> n.code
      join parcel_version v on v.parcel_id = u.id and v.version = u.version
      where st_intersects(v.geom_survey, n.geom)
      union all
      select s.code, case when d.department_code = s.department then d.code end, 'draft',
        st_intersection(s.geom, d.geom)
      from shape s
      join parcel_draft d on d.code <> s.code and d.geom && s.geom
        and case when st_isvalid(d.geom) then st_intersects(d.geom, s.geom) else false end
      where not exists (select from live l where l.code = d.code)
    ), measured as (
      select code, other, standing, st_area(geom::geography) as area, st_perimeter(geom::geography) as perimeter
      from (select code, other, standing, st_collectionextract(geom, 3) as geom from common) as areal
      where not st_isempty(geom)
    )
    select code, other, standing, area as "areaM2", 2 * area / perimeter as "widthM"
    from measured
    where perimeter > 0
    order by code, standing desc, area desc
    limit 2000`;
  return grouped(rows, ({ other, standing, areaM2, widthM }) => ({ code: other, standing, areaM2, widthM }));
}

async function readEvaluations(
  sql: Sql,
  shapes: CheckedShape[],
  { at }: SpatialQuestion,
): Promise<Map<string, TouchingEvaluation[]>> {
  if (shapes.length === 0) return new Map();
  const { codes, texts: lonLat } = texts(shapes);
  const rows = await sql<(TouchingEvaluation & { code: string })[]>`
    with shape as materialized (
      select code, st_setsrid(st_geomfromgeojson(text), 4490) as geom
      from unnest(${codes}::text[], ${lonLat}::text[]) as s (code, text)
    )
    select s.code, e.kind, e.report_number as "reportNumber", e.valid_until::text as "validUntil"
    from shape s
    join evaluation e on e.scope && s.geom and st_intersects(e.scope, s.geom)
    where e.public_from <= ${at} and (e.public_until is null or e.public_until > ${at})
    order by s.code, e.id
    limit 50000`;
  return grouped(rows, ({ kind, reportNumber, validUntil }) => ({ kind, reportNumber, validUntil }));
}

/**
 * How much of each shape is protected. A number and nothing else leaves this function, failures included: the words of a
 * failed intersection name coordinates.
 */
async function readProtectedAreas(sql: Sql, shapes: CheckedShape[]): Promise<Map<string, number>> {
  if (shapes.length === 0) return new Map();
  const { codes, texts: lonLat } = texts(shapes);
  const rows = await sql<{ code: string; areaM2: number }[]>`
    with shape as materialized (
      select code, st_setsrid(st_geomfromgeojson(text), 4490) as geom
      from unnest(${codes}::text[], ${lonLat}::text[]) as s (code, text)
    ), hit as (
      select s.code, st_union(st_collectionextract(st_intersection(s.geom, a.geom), 3)) as geom
      from shape s
      join protected_area a on a.geom && s.geom and st_intersects(a.geom, s.geom)
      group by s.code
    )
    select code, st_area(geom::geography) as "areaM2" from hit order by code limit ${codes.length}`.catch(
    (error: unknown) => {
      if (error instanceof AppError) throw error;
      throw new AppError('internal', { detail: 'The protected areas could not be compared.' });
    },
  );
  // Whole square metres: enough to judge by.
  return new Map(rows.map(({ code, areaM2 }) => [code, Math.round(areaM2)]));
}

function grouped<Row extends { code: string }, T>(rows: Row[], part: (row: Row) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.code, [...(groups.get(row.code) ?? []), part(row)]);
  return groups;
}
