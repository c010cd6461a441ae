import type { Industry } from '../city/schema.ts';
import type { Sql } from '../db/database.ts';
import type { ParcelConditions } from './query-schema.ts';
import type { PublicParcel } from './search-rules.ts';
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
  // A list of each column: a third of what a list of rows weighs.
  const [moment] = await sql<Moment[]>`
    select standing.*,
      (select coalesce(json_agg(json_build_object(
          'code', r.code, 'level', r.level, 'name', r.name_zh, 'nameEn', r.name_en
        ) order by r.position), '[]')
        from region r where r.level in ('district', 'park')) as places,
      (select coalesce(json_agg(json_build_object(
          'code', i.code, 'parent', i.parent, 'name', i.name_zh, 'nameEn', i.name_en
        ) order by i.code), '[]')
        from industry i) as industries
    from (
      select coalesce(json_agg(pp.id), '[]') as ids, coalesce(json_agg(pp.version), '[]') as versions,
        coalesce(json_agg(pp.status), '[]') as statuses, ${wordsFound(sql, query)} as "inWords",
        ${boxMet(sql, query)} as "inBox", ${distances(sql, query)} as "distancesM"
      from public_parcel(${at}) pp
      ${derived(sql, query)}
    ) standing`;
  if (moment === undefined) throw new Error('an aggregate without grouping gives one row');
  const { ids, versions, statuses, inWords, inBox, distancesM, places, industries } = moment;
  const facts = await readVersionFacts(
    sql,
    ids.map((id, index) => ({ id, version: versions[index] ?? 0 })),
  );
  return {
    parcels: facts.map((own, index) => {
      if (own === undefined) throw new Error(`a public version of parcel ${ids[index]} is missing`);
      return {
        facts: own,
        status: statuses[index] ?? '',
        inWords: inWords?.[index] ?? true,
        inBox: inBox?.[index] ?? true,
        distanceM: distancesM?.[index] ?? null,
      };
    }),
    places,
    industries,
  };
}

/** What is public, a list of each column; null where the query does not ask for it. */
type Moment = {
  ids: number[];
  versions: number[];
  statuses: string[];
  inWords: boolean[] | null;
  inBox: boolean[] | null;
  distancesM: number[] | null;
  places: Place[];
  industries: Industry[];
};

type Asked = Pick<ParcelConditions, 'q' | 'bbox' | 'near'>;

/** Words and shapes are looked at only where the query asks for them; without them the columns are null. */
function derived(sql: Sql, { q, bbox, near }: Asked) {
  if (q === undefined && bbox === undefined && near === undefined) return sql``;
  return sql`join parcel_public s on s.parcel_id = pp.id and s.version = pp.version`;
}

function wordsFound(sql: Sql, { q }: Asked) {
  if (q === undefined) return sql`null`;
  const found = wordPatterns(q).reduce(
    (sofar, { written, read }) =>
      sql`${sofar} and (s.search_text like ${written} or s.search_pinyin like any(${read}::text[]))`,
    sql`true`,
  );
  return sql`json_agg(${found})`;
}

function boxMet(sql: Sql, { bbox }: Asked) {
  if (bbox === undefined) return sql`null`;
  const [west, south, east, north] = bbox;
  return sql`json_agg(st_intersects(s.geom, st_makeenvelope(${west}, ${south}, ${east}, ${north}, 4490)))`;
}

function distances(sql: Sql, { near }: Asked) {
  if (near === undefined) return sql`null`;
  const [lon, lat] = near;
  return sql`json_agg(st_distancesphere(s.point, st_setsrid(st_makepoint(${lon}, ${lat}), 4490)))`;
}
