import { readFileSync, readdirSync } from 'node:fs';
import readExcelFile from 'read-excel-file/node';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import { CityPack } from '../../api/city/schema.ts';
import { readShapefile } from '../../api/imports/shapefile.ts';
import type { SurveyShape } from '../../api/imports/survey.ts';
import { readTxt } from '../../api/imports/txt.ts';
import type { Position } from './outlines.ts';

const Coordinates = z.tuple([z.number(), z.number()]);
const Feature = z.object({
  properties: z.looseObject({ kind: z.string(), park: z.string().optional(), code: z.string().optional() }),
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(Coordinates)) }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(Coordinates))) }),
    z.object({ type: z.literal('LineString'), coordinates: z.array(Coordinates) }),
  ]),
});
export type DrawnFeature = z.infer<typeof Feature>;

export function readFeatures(path: string): DrawnFeature[] {
  return z.object({ features: z.array(Feature) }).parse(JSON.parse(readFileSync(path, 'utf8'))).features;
}

/** The only outer ring or line of a feature; the demonstration draws no holes. */
export function outlineOf({ geometry }: DrawnFeature): Position[] {
  if (geometry.type === 'LineString') return geometry.coordinates;
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  const [outline, ...others] = rings;
  if (outline === undefined || others.length > 0) throw new Error('one ring was expected');
  return outline;
}

export function readPack(): CityPack {
  return CityPack.parse(JSON.parse(readFileSync('data/cities/jinhua/pack.json', 'utf8')));
}

/** The files in which the demonstration's parcels are surveyed. */
export function surveyNames(): string[] {
  return readdirSync('data/demo').filter((name) => /\.(txt|zip)$/.test(name));
}

export type SurveyedOutline = { code: string; ring: Position[]; statedAreaM2: number | null };

/** One ring a parcel as [easting, northing] with the zone number, from every survey file of the demonstration. */
export function readSurveys(names: string[]): SurveyedOutline[] {
  return names.flatMap((name) => {
    const bytes = new Uint8Array(readFileSync(`data/demo/${name}`));
    return (name.endsWith('.txt') ? txtShapes(name, bytes) : zippedShapes(name, bytes)).map(
      ({ code, rings, statedAreaM2 }) => {
        if (code === null || rings.length !== 1)
          throw new Error(`${name}: one coded ring a parcel was expected`);
        const points = (rings[0] ?? []).map(({ first, second }): Position => [
          Math.max(first, second),
          Math.min(first, second),
        ]);
        return { code, ring: points, statedAreaM2 };
      },
    );
  });
}

function txtShapes(name: string, bytes: Uint8Array): SurveyShape[] {
  const { shapes, findings } = readTxt(name, bytes);
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
  return shapes;
}

function zippedShapes(name: string, bytes: Uint8Array): SurveyShape[] {
  const layer = name.replace('.zip', '');
  const files = unzipSync(bytes);
  const part = (ending: string): Uint8Array => files[`${layer}.${ending}`] ?? new Uint8Array();
  const cpg = files[`${layer}.cpg`];
  const { shapes, findings } = readShapefile({
    file: name,
    shp: part('shp'),
    dbf: part('dbf'),
    prj: part('prj'),
    ...(cpg === undefined ? {} : { cpg }),
  });
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
  return shapes;
}

const Row = z.array(z.union([z.string(), z.number(), z.null()]));

/** The rows of one sheet by header. */
export async function readSheet(name: string): Promise<Record<string, string | number | null>[]> {
  const sheets = await readExcelFile('data/demo/parcels-2020.xlsx');
  const found = sheets.find(({ sheet }) => sheet === name);
  const [header = [], ...rows] = z.array(Row).parse(found?.data);
  return rows.map((row) =>
    Object.fromEntries(header.map((title, index) => [String(title), row[index] ?? null])),
  );
}
