import { shanghaiTime } from '../calendar/rules.ts';
import type { City } from '../city/pack.ts';
import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { toParcel, toSummary } from './present.ts';
import { findPublicParcel, findPublicParcels, readRecords } from './record-store.ts';
import type { Parcel, ParcelRecords, ParcelSummary } from './schema.ts';
import type { FoundParcel } from './search-store.ts';
import { readSummaries } from './summary-store.ts';

type Moment = { city: City; at: Date };

/**
 * The whole public records of several parcels as they were public at an instant, in the order asked for. Always three
 * statements, however many parcels: versions never change, so what the first finds the others still find.
 */
export async function readParcels(sql: Sql, codes: string[], moment: Moment): Promise<ParcelRecords> {
  const found = await findPublicParcels(sql, codes, moment.at);
  const records = await recordsOf(
    sql,
    [...found.values()].filter((parcel) => parcel !== 'recalled'),
    moment,
  );
  return {
    items: codes.flatMap((code) => records.get(code) ?? []),
    gone: codes
      .filter((code) => !records.has(code))
      .map((code) => ({ code, why: found.get(code) === 'recalled' ? 'recalled' : 'unknown' })),
    asOf: shanghaiTime(moment.at),
  };
}

/**
 * The whole public record of one parcel as it was public at an instant.
 * @throws AppError `parcel-unknown` (404), or `parcel-recalled` (410) when it was public once.
 */
export async function readParcel(sql: Sql, code: string, moment: Moment): Promise<Parcel> {
  const { items, gone } = await readParcels(sql, [code], moment);
  const [parcel] = items;
  if (parcel === undefined) throw notPublic(gone[0]?.why ?? 'unknown');
  return parcel;
}

/**
 * One parcel as a list shows it, as it was public at an instant.
 * @throws AppError `parcel-unknown` (404), or `parcel-recalled` (410) when it was public once.
 */
export async function readSummary(sql: Sql, code: string, { city, at }: Moment): Promise<ParcelSummary> {
  const found = await findPublicParcel(sql, code, at);
  if (found === null || found === 'recalled') throw notPublic(found ?? 'unknown');
  const [row] = await readSummaries(sql, [found], {});
  if (row === undefined) throw vanished(found);
  return toSummary(row, found, { pack: city.pack, at });
}

/** One version of a parcel as its tables hold it, public or not, and null where it is gone: for comparing, not for showing. */
export async function findParcelVersion(
  sql: Sql,
  { id, code, version }: { id: number; code: string; version: number },
  moment: Moment,
): Promise<Parcel | null> {
  const found = { id, code, version, status: 'planned', publishedAtMs: moment.at.getTime() };
  return (await recordsThere(sql, [found], moment)).get(code) ?? null;
}

function notPublic(why: 'unknown' | 'recalled'): AppError {
  return why === 'recalled'
    ? new AppError('parcel-recalled', { detail: '这宗地块曾经公开，现已撤回；请返回地图查看其他地块。' })
    : new AppError('parcel-unknown', { detail: '没有编号为此的公开地块，请核对编号或返回地图查找。' });
}

function vanished({ version, code }: FoundParcel): Error {
  return new Error(`version ${version} of ${code} vanished between two reads`);
}

async function recordsOf(sql: Sql, parcels: FoundParcel[], moment: Moment): Promise<Map<string, Parcel>> {
  const records = await recordsThere(sql, parcels, moment);
  const missing = parcels.find(({ code }) => !records.has(code));
  if (missing !== undefined) throw vanished(missing);
  return records;
}

async function recordsThere(sql: Sql, parcels: FoundParcel[], moment: Moment): Promise<Map<string, Parcel>> {
  const [summaries, rows] = await Promise.all([
    readSummaries(sql, parcels, {}),
    readRecords(sql, parcels, moment.at),
  ]);
  const summaryOf = new Map(summaries.map((summary) => [summary.id, summary]));
  const recordOf = new Map(rows.map((record) => [record.id, record]));
  const context = { pack: moment.city.pack, transport: moment.city.transport, at: moment.at };
  return new Map(
    parcels.flatMap((found) => {
      const [summary, record] = [summaryOf.get(found.id), recordOf.get(found.id)];
      if (summary === undefined || record === undefined) return [];
      return [[found.code, toParcel({ summary, record, found }, context)]];
    }),
  );
}
