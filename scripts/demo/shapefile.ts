import iconv from 'iconv-lite';
import { zipSync } from 'fflate';
import type { Easting } from './ground.ts';
import type { SurveyedParcel } from './land-txt.ts';

// ESRI Shapefile Technical Description (1998): main file header 100 bytes, polygon records, lengths in 16-bit words.
const headerBytes = 100;
const polygonType = 5;

type Extent = { west: number; south: number; east: number; north: number };

function extentOf(points: Easting[]): Extent {
  const [eastings, northings] = [points.map(([easting]) => easting), points.map(([, northing]) => northing)];
  return {
    west: Math.min(...eastings),
    south: Math.min(...northings),
    east: Math.max(...eastings),
    north: Math.max(...northings),
  };
}

function writeExtent(view: DataView, offset: number, { west, south, east, north }: Extent): void {
  for (const [index, value] of [west, south, east, north].entries())
    view.setFloat64(offset + 8 * index, value, true);
}

function header(totalBytes: number, extent: Extent): Uint8Array {
  const view = new DataView(new ArrayBuffer(headerBytes));
  view.setInt32(0, 9994);
  view.setInt32(24, totalBytes / 2);
  view.setInt32(28, 1000, true);
  view.setInt32(32, polygonType, true);
  writeExtent(view, 36, extent);
  return new Uint8Array(view.buffer);
}

/** One polygon record: closed, clockwise as the format wants its outer rings. */
function record(number: number, survey: Easting[]): Uint8Array {
  const clockwise = survey.toReversed();
  const points = [...clockwise, ...clockwise.slice(0, 1)];
  const contentBytes = 48 + 16 * points.length;
  const view = new DataView(new ArrayBuffer(8 + contentBytes));
  view.setInt32(0, number);
  view.setInt32(4, contentBytes / 2);
  view.setInt32(8, polygonType, true);
  writeExtent(view, 12, extentOf(points));
  view.setInt32(44, 1, true);
  view.setInt32(48, points.length, true);
  for (const [index, [easting, northing]] of points.entries()) {
    view.setFloat64(56 + 16 * index, easting, true);
    view.setFloat64(64 + 16 * index, northing, true);
  }
  return new Uint8Array(view.buffer);
}

function shapes(parcels: SurveyedParcel[]): { shp: Uint8Array; shx: Uint8Array } {
  const records = parcels.map(({ survey }, index) => record(index + 1, survey));
  const extent = extentOf(parcels.flatMap(({ survey }) => survey));
  const shpBytes = headerBytes + records.reduce((sum, { length }) => sum + length, 0);
  const index = new DataView(new ArrayBuffer(8 * records.length));
  let offset = headerBytes;
  for (const [place, { length }] of records.entries()) {
    index.setInt32(8 * place, offset / 2);
    index.setInt32(8 * place + 4, (length - 8) / 2);
    offset += length;
  }
  return {
    shp: Buffer.concat([header(shpBytes, extent), ...records]),
    shx: Buffer.concat([header(headerBytes + index.byteLength, extent), new Uint8Array(index.buffer)]),
  };
}

type Field = { name: string; type: 'C' | 'N' | 'D'; bytes: number; decimals: number; text: string[] };

/** dBase III table in GBK; texts are padded to the field's bytes, numbers stand right. */
function table(fields: Field[], rows: number, savedOn: string): Uint8Array {
  const recordBytes = 1 + fields.reduce((sum, { bytes }) => sum + bytes, 0);
  const head = Buffer.alloc(32);
  const [year = 0, month = 0, day = 0] = savedOn.split('-').map(Number);
  head.set([3, year - 1900, month, day]);
  head.writeUInt32LE(rows, 4);
  head.writeUInt16LE(32 + 32 * fields.length + 1, 8);
  head.writeUInt16LE(recordBytes, 10);
  const descriptors = fields.map(({ name, type, bytes, decimals }) => {
    const descriptor = Buffer.alloc(32);
    descriptor.write(name, 0, 'ascii');
    descriptor.write(type, 11, 'ascii');
    descriptor.set([bytes, decimals], 16);
    return descriptor;
  });
  const records = Array.from({ length: rows }, (_, row) =>
    Buffer.concat([Buffer.from(' '), ...fields.map((field) => cell(field, row))]),
  );
  return Buffer.concat([head, ...descriptors, Buffer.from([0x0d]), ...records, Buffer.from([0x1a])]);
}

function cell({ name, type, bytes, text }: Field, row: number): Uint8Array {
  const encoded = iconv.encode(text[row] ?? '', 'gbk');
  if (encoded.length > bytes) throw new Error(`${name}: ${text[row]} is longer than ${bytes} bytes`);
  const padded = Buffer.alloc(bytes, ' ');
  padded.set(encoded, type === 'N' ? bytes - encoded.length : 0);
  return padded;
}

export type ShapefileHabit = { layer: string; producedOn: string; zone: number; wholeProjection: boolean };

/** The name alone, as some land systems write it, or the whole text of the usual desktop GIS. */
function projectionText({ zone, wholeProjection }: ShapefileHabit): string {
  const name = `CGCS2000_3_Degree_GK_Zone_${zone}`;
  if (!wholeProjection) return name;
  return (
    `PROJCS["${name}",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",` +
    `SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],` +
    `PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${zone}500000.0],PARAMETER["False_Northing",0.0],` +
    `PARAMETER["Central_Meridian",${zone * 3}.0],PARAMETER["Scale_Factor",1.0],` +
    `PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`
  );
}

/** A zipped shapefile with pinyin field names of at most ten characters: 地块编号, 地块名称, 地块面积, 规划用途, 实测日期. */
export function zippedShapefile(parcels: SurveyedParcel[], habit: ShapefileHabit): Uint8Array {
  const fields: Field[] = [
    { name: 'DKBH', type: 'C', bytes: 32, decimals: 0, text: parcels.map(({ code }) => code) },
    { name: 'DKMC', type: 'C', bytes: 60, decimals: 0, text: parcels.map(({ name }) => name) },
    {
      name: 'DKMJ_M2',
      type: 'N',
      bytes: 14,
      decimals: 2,
      text: parcels.map(({ areaM2 }) => areaM2.toFixed(2)),
    },
    { name: 'GHYT', type: 'C', bytes: 24, decimals: 0, text: parcels.map(({ useName }) => useName) },
    {
      name: 'SCRQ',
      type: 'D',
      bytes: 8,
      decimals: 0,
      text: parcels.map(() => habit.producedOn.replaceAll('-', '')),
    },
  ];
  const { shp, shx } = shapes(parcels);
  return zipSync(
    {
      [`${habit.layer}.shp`]: shp,
      [`${habit.layer}.shx`]: shx,
      [`${habit.layer}.dbf`]: table(fields, parcels.length, habit.producedOn),
      [`${habit.layer}.prj`]: Buffer.from(projectionText(habit)),
      ...(habit.wholeProjection ? { [`${habit.layer}.cpg`]: Buffer.from('GBK') } : {}),
    },
    { mtime: `${habit.producedOn}T12:00:00`, level: 9 },
  );
}
