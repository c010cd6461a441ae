import { shanghaiTime } from '../calendar/rules.ts';
import type { City } from '../city/pack.ts';
import { onOfferStatuses } from '../city/rules.ts';
import type { CityPack } from '../city/schema.ts';
import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { countAll, countFacets, countParks } from './facets.ts';
import { comingAfter, placeInOrder } from './order-rules.ts';
import { toSummary } from './present.ts';
import { toFeature } from './rules.ts';
import type { ParcelFeatureCollection } from './feature-schema.ts';
import type { ParcelQuery } from './query-schema.ts';
import type { ParcelAnswer, ParcelSummary } from './schema.ts';
import { judge, sumAreasM2, type PublicParcel } from './search-rules.ts';
import { readPublicParcels } from './search-store.ts';
import { readSummaries } from './summary-store.ts';
import { indicatorCondition } from './terms.ts';

/** One answer for list, map and counts: all of it from one moment. */
export async function answerQuery(
  sql: Sql,
  query: ParcelQuery,
  { city, at }: { city: City; at: Date },
): Promise<ParcelAnswer> {
  const { pack } = city;
  refuseUnknownKeys(query, city);
  const start = query.cursor === undefined ? null : readCursor(query.cursor, query.sort);
  const found = await readPublicParcels(sql, query, at);
  const judged = judge(found.parcels, query);
  const matching = judged.filter(({ misses }) => misses === null).map(({ parcel }) => parcel);
  const placed = placeInOrder(matching, { ...query, theme: query.theme ?? pack.theme.indicator });
  const remaining = start === null ? placed : comingAfter(placed, start, query.sort);
  const page = remaining.slice(0, query.limit);
  const last = remaining.length > query.limit ? page.at(-1) : undefined;
  return {
    total: matching.length,
    totalAreaM2: sumAreasM2(matching),
    all: countAll(found.parcels, onOfferStatuses(pack)),
    parks: countParks(judged, found.places),
    items: await readItems(
      sql,
      page.map(({ parcel }) => parcel),
      { query, pack, at },
    ),
    next: last === undefined ? null : writeCursor(query.sort, last),
    facets: countFacets({ ...found, judged }, query, pack),
    asOf: shanghaiTime(at),
  };
}

async function readItems(
  sql: Sql,
  page: PublicParcel[],
  { query, ...context }: { query: ParcelQuery; pack: CityPack; at: Date },
): Promise<ParcelSummary[]> {
  const versions = page.map(({ facts }) => facts);
  const rows = new Map((await readSummaries(sql, versions, query)).map((row) => [row.id, row]));
  return page.map(({ facts: { id, version, code }, status }) => {
    const row = rows.get(id);
    if (row === undefined) throw new Error(`version ${version} of ${code} vanished between two reads`);
    return toSummary(row, { code, status }, context);
  });
}

/**
 * A key that this city does not have would silently match nothing.
 * @throws AppError `invalid-parameters` (400) naming each.
 */
export function refuseUnknownKeys(
  query: Pick<ParcelQuery, 'readiness' | 'indicator' | 'theme'>,
  { pack }: City,
): void {
  const utilities = new Set(pack.utilities.map(({ key }) => key));
  const requirements = new Set([...pack.indicators, ...pack.limits].map(({ key }) => key));
  const themes = new Set(
    [...pack.indicators, ...pack.limits.filter(({ basic }) => basic)].map(({ key }) => key),
  );
  const errors = [
    ...[query.theme]
      .filter((key) => key !== undefined && !themes.has(key))
      .map((key) => ({ path: 'theme', message: `${key} is not one of ${[...themes].join(', ')}` })),
    ...(query.readiness ?? [])
      .filter((key) => !utilities.has(key))
      .map((key) => ({ path: 'readiness', message: `${key} is not one of ${[...utilities].join(', ')}` })),
    ...(query.indicator ?? [])
      .map((written) => indicatorCondition.exec(written)?.[1] ?? written)
      .filter((key) => !requirements.has(key))
      .map((key) => ({ path: 'indicator', message: `${key} is not one of ${[...requirements].join(', ')}` })),
  ];
  if (errors.length === 0) return;
  throw new AppError('invalid-parameters', {
    detail: errors.map(({ message }) => message).join('; '),
    errors,
  });
}

/** The same answer as RFC 7946 features. */
export function toFeatureCollection(answer: ParcelAnswer): ParcelFeatureCollection {
  return {
    type: 'FeatureCollection',
    numberMatched: answer.total,
    numberReturned: answer.items.length,
    timeStamp: answer.asOf,
    features: answer.items.map(toFeature),
  };
}
