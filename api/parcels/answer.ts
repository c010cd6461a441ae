import { shanghaiTime } from '../calendar/rules.ts';
import type { City } from '../city/pack.ts';
import { onOfferStatuses } from '../city/rules.ts';
import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { toSummary } from './present.ts';
import { toFeature } from './rules.ts';
import type { ParcelAnswer, ParcelFeatureCollection, ParcelQuery } from './schema.ts';
import { findParcels, type FoundParcels } from './search-store.ts';
import { readSummaries } from './summary-store.ts';
import { indicatorCondition } from './terms.ts';

/** One answer for list, map and counts: all of it from one moment. */
export async function answerQuery(
  sql: Sql,
  query: ParcelQuery,
  context: { city: City; at: Date },
): Promise<ParcelAnswer> {
  const { pack } = context.city;
  refuseUnknownKeys(query, context.city);
  const after = query.cursor === undefined ? null : readCursor(query.cursor, query.sort);
  const found = await findParcels(
    sql,
    { ...query, after },
    { at: context.at, onOffer: onOfferStatuses(pack), themeIndicator: pack.theme.indicator },
  );
  const page = found.page.slice(0, query.limit);
  const rows = new Map((await readSummaries(sql, page, query.industry)).map((row) => [row.id, row]));
  const last = page.at(-1);
  return {
    total: found.total,
    totalAreaM2: found.totalAreaM2,
    all: found.all,
    parks: found.parks,
    items: page.map((parcel) => {
      const row = rows.get(parcel.id);
      if (row === undefined)
        throw new Error(`version ${parcel.version} of ${parcel.code} vanished between two reads`);
      return toSummary(row, parcel, { pack, at: context.at });
    }),
    next: found.page.length > query.limit && last ? writeCursor(query.sort, last) : null,
    facets: facetsOf(found, context.city),
    asOf: shanghaiTime(context.at),
  };
}

/**
 * A key that this city does not have would silently match nothing.
 * @throws AppError `invalid-parameters` (400) naming each.
 */
export function refuseUnknownKeys(
  query: Pick<ParcelQuery, 'readiness' | 'indicator'>,
  { pack }: City,
): void {
  const utilities = new Set(pack.utilities.map(({ key }) => key));
  const requirements = new Set([...pack.indicators, ...pack.limits].map(({ key }) => key));
  const errors = [
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

function facetsOf(found: FoundParcels, { pack }: City): ParcelAnswer['facets'] {
  const labelled = (
    known: { key: string; label: { 'zh-CN': string; en: string } }[],
    counts: FoundParcels['use'],
  ) =>
    known.map(({ key, label }) => ({
      code: key,
      name: label['zh-CN'],
      nameEn: label.en,
      count: counts.find(({ code }) => code === key)?.count ?? 0,
    }));
  return {
    district: found.district,
    park: found.park,
    status: labelled(pack.statuses, found.status),
    industry: found.industry,
    use: labelled(
      pack.uses.map(({ code, label }) => ({ key: code, label })),
      found.use,
    ),
    readiness: labelled(pack.utilities, found.readiness),
    area: found.area,
    price: [],
    unpriced: { count: 0, matching: 0 },
    indicator: [],
  };
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
