import type { Converter } from 'proj4';
import proj4 from 'proj4';

/**
 * A coordinate system of a survey file: CGCS2000 (2000国家大地坐标系) in degrees, or on a Gauss–Krüger plane.
 * `prefixed`: the zone number (带号) stands before the easting, as in 40465863.814.
 */
export type SourceCrs = { kind: 'geographic' } | GaussKrueger;
export type GaussKrueger = { kind: 'gauss-krueger'; degrees: 3 | 6; zone: number; prefixed: boolean };

/** [lon, lat] in degrees, EPSG:4490. */
export type LonLat = [lon: number, lat: number];

/** Metres on a Gauss–Krüger plane. EPSG calls X what is north here; these names leave no doubt. */
export type EastNorth = { eastM: number; northM: number };

const zoneNumbers = { 3: { first: 25, last: 45 }, 6: { first: 13, last: 23 } } as const;

/** EPSG codes follow by formula: 4491–4501 and 4502–4512 (6°), 4513–4533 and 4534–4554 (3°), with prefix and without. */
const epsgBases = { 3: { prefixed: 4488, plain: 4509 }, 6: { prefixed: 4478, plain: 4489 } } as const;

export function isZone(degrees: 3 | 6, zone: number): boolean {
  const { first, last } = zoneNumbers[degrees];
  return Number.isInteger(zone) && zone >= first && zone <= last;
}

/** 3° prefixes 25–45 and 6° prefixes 13–23 never overlap, so a zone number alone tells the width of the zone. */
export function zoneWidth(zone: number): 3 | 6 | undefined {
  if (isZone(3, zone)) return 3;
  return isZone(6, zone) ? 6 : undefined;
}

export function centralMeridian({ degrees, zone }: Pick<GaussKrueger, 'degrees' | 'zone'>): number {
  return degrees === 3 ? zone * 3 : zone * 6 - 3;
}

export function zoneOfMeridian(degrees: 3 | 6, meridian: number): number | undefined {
  const zone = degrees === 3 ? meridian / 3 : (meridian + 3) / 6;
  return isZone(degrees, zone) ? zone : undefined;
}

/** `EPSG:4528` for 3° zone 40 with prefix; `EPSG:4490` for degrees. */
export function crsName(crs: SourceCrs): string {
  if (crs.kind === 'geographic') return 'EPSG:4490';
  const bases = epsgBases[crs.degrees];
  return `EPSG:${(crs.prefixed ? bases.prefixed : bases.plain) + crs.zone}`;
}

export function crsOfEpsg(code: number): SourceCrs | undefined {
  if (code === 4490) return { kind: 'geographic' };
  for (const degrees of [3, 6] as const) {
    for (const prefixed of [true, false]) {
      const zone = code - epsgBases[degrees][prefixed ? 'prefixed' : 'plain'];
      if (isZone(degrees, zone)) return { kind: 'gauss-krueger', degrees, zone, prefixed };
    }
  }
  return undefined;
}

export function falseEastingM(crs: GaussKrueger): number {
  return 500_000 + (crs.prefixed ? crs.zone * 1_000_000 : 0);
}

const converters = new Map<string, Converter>();

/** CGCS2000 uses the ellipsoid GRS80 but for 0.1 mm, k = 1; WGS 84 degrees count as the same (difference ≤ 0.1 mm). */
function converterOf(crs: GaussKrueger): Converter {
  const name = crsName(crs);
  const known = converters.get(name);
  if (known !== undefined) return known;
  const definition =
    `+proj=tmerc +lat_0=0 +lon_0=${centralMeridian(crs)} +k=1 +x_0=${falseEastingM(crs)} +y_0=0 ` +
    '+ellps=GRS80 +units=m +no_defs';
  const converter = proj4('+proj=longlat +ellps=GRS80 +no_defs', definition);
  converters.set(name, converter);
  return converter;
}

export function toLonLat(crs: GaussKrueger, { eastM, northM }: EastNorth): LonLat {
  const [lon, lat] = converterOf(crs).inverse([eastM, northM]);
  return [lon, lat];
}

export function toEastNorth(crs: GaussKrueger, [lon, lat]: LonLat): EastNorth {
  const [eastM, northM] = converterOf(crs).forward([lon, lat]);
  return { eastM, northM };
}
