import type { Industry } from '../city/schema.ts';
import type { Sql } from '../db/database.ts';
import type { ParcelConditions } from './schema.ts';
import type { PublicParcel, VersionFacts } from './search-rules.ts';
import { wordPatterns } from './search-words.ts';
import { readVersionFacts } from './version-facts-store.ts';

/** A version that is public at an instant; the rest of the summary is read by `readSummaries`. */
export type FoundParcel = {
  id: number;
  version: number;
  code: string;
  status: string;
  publishedAtMs: number;
};

export type Place = { code: string; level: 'district' | 'park'; name: string; nameEn: string };

export type PublicParcels = {
  parcels: PublicParcel[];
  /** In the city's order. */
  places: Place[];
  /** In the order of their codes. */
  industries: Industry[];
};

/**
 * Every parcel that is public at an instant: one statement, so that list, totals and facets are of one moment. What
 * belongs to a version never changes and is read only once.
 */
export async function readPublicParcels(
  sql: Sql,
  query: Pick<ParcelConditions, 'q' | 'bbox' | 'near'>,
  at: Date,
): Promise<PublicParcels> {
  const [moment] = await sql<Moment[]>`
    select
      (select coalesce(json_agg(json_build_array(
          pp.id, pp.version, pp.code, pp.status, (extract(epoch from pp.published_at) * 1000)::bigint,
          ${inWords(sql, query)}, ${inBox(sql, query)}, ${distance(sql, query)}
        )), '[]')
        from public_parcel(${at}) pp
        ${derived(sql, query)}) as parcels,
      (select coalesce(json_agg(json_build_object(
          'code', r.code, 'level', r.level, 'name', r.name_zh, 'nameEn', r.name_en
        ) order by r.position), '[]')
        from region r where r.level in ('district', 'park')) as places,
      (select coalesce(json_agg(json_build_object(
          'code', i.code, 'parent', i.parent, 'name', i.name_zh, 'nameEn', i.name_en
        ) order by i.code), '[]')
        from industry i) as industries`;
  if (moment === undefined) throw new Error('a select without a table gives one row');
  const facts = await readVersionFacts(
    sql,
    moment.parcels.map(([id, version]) => ({ id, version })),
  );
  return {
    parcels: moment.parcels.map((row, index) => withFacts(row, facts[index])),
    places: moment.places,
    industries: moment.industries,
  };
}

type Standing = [
  id: number,
  version: number,
  code: string,
  status: string,
  publishedAtMs: number,
  inWords: boolean,
  inBox: boolean,
  distanceM: number | null,
];
type Moment = { parcels: Standing[]; places: Place[]; industries: Industry[] };

function withFacts(row: Standing, facts: VersionFacts | undefined): PublicParcel {
  const [id, version, code, status, publishedAtMs, isInWords, isInBox, distanceM] = row;
  if (facts === undefined) throw new Error(`a public version of ${code} is missing`);
  return { id, version, code, status, publishedAtMs, facts, inWords: isInWords, inBox: isInBox, distanceM };
}

type Asked = Pick<ParcelConditions, 'q' | 'bbox' | 'near'>;

/** Words and shapes are looked at only where the query asks for them. */
function derived(sql: Sql, { q, bbox, near }: Asked) {
  if (q === undefined && bbox === undefined && near === undefined) return sql``;
  return sql`join parcel_public s on s.parcel_id = pp.id and s.version = pp.version`;
}

function inWords(sql: Sql, { q }: Asked) {
  return wordPatterns(q ?? '').reduce(
    (found, { written, read }) =>
      sql`${found} and (s.search_text like ${written} or s.search_pinyin like any(${read}::text[]))`,
    sql`true`,
  );
}

function inBox(sql: Sql, { bbox }: Asked) {
  if (bbox === undefined) return sql`true`;
  const [west, south, east, north] = bbox;
  return sql`st_intersects(s.geom, st_makeenvelope(${west}, ${south}, ${east}, ${north}, 4490))`;
}

function distance(sql: Sql, { near }: Asked) {
  if (near === undefined) return sql`null`;
  const [lon, lat] = near;
  return sql`st_distancesphere(s.point, st_setsrid(st_makepoint(${lon}, ${lat}), 4490))`;
}
