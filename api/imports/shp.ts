import type { SurveyPoint } from './survey.ts';
import { surveyLimits } from './survey.ts';

/** Rings of each record in file order, as [east or lon, north or lat]; null for a record without a shape. */
export type ShpRecords =
  { ok: true; records: (SurveyPoint[][] | null)[] } | { ok: false; failure: ShpFailure };
export type ShpFailure = {
  reason:
    | 'not-a-shp'
    | 'truncated'
    | 'counts'
    | 'not-areas'
    | 'not-a-number'
    | 'too-many-vertices'
    | 'too-many-rings';
  /** Number of the record, from 1. */
  row?: number;
  /** For `not-areas`: 点, 线 … */
  shapeName?: string;
};

const headerBytes = 100;
const fileCode = 9994;

/** Polygon, PolygonZ, PolygonM; of the latter two only the plane is read. */
const areaTypes = new Set([5, 15, 25]);
const shapeNames: Record<number, string> = {
  1: '点',
  3: '线',
  8: '多点',
  11: '点',
  13: '线',
  18: '多点',
  21: '点',
  23: '线',
  28: '多点',
  31: '多面体',
};

/**
 * The main file of a shapefile (ESRI Shapefile Technical Description, July 1998). Every count is checked against the bytes
 * that are really there before anything is allocated for it.
 */
export function readShp(bytes: Uint8Array): ShpRecords {
  if (bytes.length < headerBytes) return { ok: false, failure: { reason: 'truncated' } };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getInt32(0) !== fileCode) return { ok: false, failure: { reason: 'not-a-shp' } };
  const length = view.getInt32(24) * 2;
  if (length > bytes.length || length < headerBytes) return { ok: false, failure: { reason: 'truncated' } };
  const shapeType = view.getInt32(32, true);
  if (shapeType !== 0 && !areaTypes.has(shapeType)) {
    return {
      ok: false,
      failure: { reason: 'not-areas', shapeName: shapeNames[shapeType] ?? `类型 ${shapeType}` },
    };
  }
  const records: (SurveyPoint[][] | null)[] = [];
  for (let at = headerBytes; at < length;) {
    const row = records.length + 1;
    if (at + 12 > length) return { ok: false, failure: { reason: 'truncated', row } };
    const contentLength = view.getInt32(at + 4) * 2;
    if (contentLength < 4 || at + 8 + contentLength > length)
      return { ok: false, failure: { reason: 'truncated', row } };
    const content = new DataView(bytes.buffer, bytes.byteOffset + at + 8, contentLength);
    const record = readRecord(content);
    if ('reason' in record) return { ok: false, failure: { ...record, row } };
    records.push(record.rings);
    at += 8 + contentLength;
  }
  return { ok: true, records };
}

type RecordReading = { rings: SurveyPoint[][] | null } | ShpFailure;

function readRecord(content: DataView): RecordReading {
  const type = content.getInt32(0, true);
  if (type === 0) return { rings: null };
  if (!areaTypes.has(type)) return { reason: 'not-areas', shapeName: shapeNames[type] ?? `类型 ${type}` };
  if (content.byteLength < 44) return { reason: 'truncated' };
  const partCount = content.getInt32(36, true);
  const pointCount = content.getInt32(40, true);
  if (partCount < 0 || pointCount < 0) return { reason: 'counts' };
  if (44 + partCount * 4 + pointCount * 16 > content.byteLength) return { reason: 'counts' };
  if (pointCount > surveyLimits.verticesPerParcel) return { reason: 'too-many-vertices' };
  if (partCount > surveyLimits.ringsPerParcel) return { reason: 'too-many-rings' };
  const starts = Array.from({ length: partCount }, (_, part) => content.getInt32(44 + part * 4, true));
  const ends = [...starts.slice(1), pointCount];
  const ascending = starts.every((start, part) => start >= 0 && start < (ends[part] ?? 0));
  if (!ascending || (partCount > 0 && starts[0] !== 0)) return { reason: 'counts' };
  const pointsAt = 44 + partCount * 4;
  const rings = starts.map((start, part) =>
    readPoints(content, pointsAt + start * 16, (ends[part] ?? start) - start),
  );
  const isNumeric = rings.every((ring) =>
    ring.every(({ first, second }) => Number.isFinite(first) && Number.isFinite(second)),
  );
  return isNumeric ? { rings } : { reason: 'not-a-number' };
}

function readPoints(content: DataView, at: number, count: number): SurveyPoint[] {
  return Array.from({ length: count }, (_, index) => ({
    first: content.getFloat64(at + index * 16, true),
    second: content.getFloat64(at + index * 16 + 8, true),
  }));
}
