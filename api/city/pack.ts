import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { CityPack, Sketch, TransportNode } from './schema.ts';
import { packProblems } from './rules.ts';

/** A city's folder, read once at the start. */
export type City = {
  pack: CityPack;
  transport: TransportNode[];
  /** The sketch (示意图) and the schematic park plans, GeoJSON text as it is sent. */
  basemap: string;
  parks: string;
};

const TransportRow = z
  .object({
    name_zh: z.string(),
    name_en: z.string(),
    kind: z.string(),
    lon: z.coerce.number(),
    lat: z.coerce.number(),
  })
  .transform((row) => ({
    kind: row.kind,
    name: row.name_zh,
    nameEn: row.name_en,
    position: [row.lon, row.lat],
  }))
  .pipe(TransportNode);

/** A pack that cannot be used; the message names the file and the place in it. */
export class CityPackError extends Error {
  override name = 'CityPackError';
}

/**
 * Reads `<citiesDir>/<name>/{pack.json,basemap.geojson,parks.geojson,transport.csv}`.
 * @throws CityPackError naming file and place.
 */
export async function readCity(citiesDir: string, name: string): Promise<City> {
  const folder = join(citiesDir, name);
  const read = async (file: string) => {
    try {
      return await readFile(join(folder, file), 'utf8');
    } catch (cause) {
      throw new CityPackError(`CITY=${name}: ${join(folder, file)} cannot be read.`, { cause });
    }
  };
  // First, so that a city that is not there is always refused by the same file.
  const packText = await read('pack.json');
  const [transportText, basemap, parks] = await Promise.all([
    read('transport.csv'),
    read('basemap.geojson'),
    read('parks.geojson'),
  ]);
  checkSketch(basemap, join(folder, 'basemap.geojson'));
  checkSketch(parks, join(folder, 'parks.geojson'));
  const pack = parsePack(packText, join(folder, 'pack.json'));
  if (pack.name !== name)
    throw new CityPackError(`${folder}/pack.json: name is ${pack.name}, the folder is ${name}.`);
  const rows: unknown = parse(transportText, { columns: true, skip_empty_lines: true, bom: true });
  const transport = z.array(TransportRow).safeParse(rows);
  if (!transport.success)
    throw new CityPackError(`${folder}/transport.csv: ${z.prettifyError(transport.error)}`);
  return { pack, transport: transport.data, basemap, parks };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CityPackError(`${file} is not JSON: ${String(cause)}`, { cause });
  }
}

/** The pages draw it as it is. */
function checkSketch(text: string, file: string): void {
  const parsed = Sketch.safeParse(parseJson(text, file));
  if (!parsed.success) throw new CityPackError(`${file}: ${z.prettifyError(parsed.error)}`);
}

function parsePack(text: string, file: string): CityPack {
  const parsed = CityPack.safeParse(parseJson(text, file));
  if (!parsed.success) throw new CityPackError(`${file}: ${z.prettifyError(parsed.error)}`);
  const problems = packProblems(parsed.data);
  if (problems.length > 0) throw new CityPackError(`${file}: ${problems.join('; ')}.`);
  return parsed.data;
}
