import type { SourceCrs } from './crs.ts';
import { crsName, crsOfEpsg, isZone, zoneOfMeridian, zoneWidth } from './crs.ts';

/** What a name says of a coordinate system; a zone may be named without the width, a width without the zone. */
export type ToldSystem =
  | { kind: 'geographic' }
  | {
      kind: 'gauss-krueger';
      degrees?: 3 | 6 | undefined;
      zone?: number | undefined;
      prefixed?: boolean | undefined;
    };

/** Where somebody said it: an option of the import, a TXT header, a `.prj`, the `crs` member of a GeoJSON. */
export type ToldCrs = {
  from: string;
  text: string;
  system: ToldSystem;
  /** False where only a zone is told and nobody said of which datum. */
  namesDatum?: boolean;
  /** Where it stands, and where a zone would stand, in a file that has lines. */
  line?: number;
  zoneLine?: number;
};

export type CrsName =
  { ok: true; system: ToldSystem } | { ok: false; reason: 'other-datum' | 'other-projection' | 'unknown' };

/** EPSG codes of 1980西安 and 1954北京, projected and geographic. */
function isOlderDatum(code: number): boolean {
  const xian1980 = code === 4610 || (code >= 2327 && code <= 2390);
  const beijing1954 = code === 4214 || (code >= 2401 && code <= 2442);
  const beijing1954Wide = (code >= 21413 && code <= 21463) || (code >= 21473 && code <= 21483);
  return xian1980 || beijing1954 || beijing1954Wide;
}

/** WGS 84 degrees: EPSG:4326 and the OGC name with the axes in the order of GeoJSON. */
const wgs84 = /^(?:EPSG:)?4326$|CRS:?84$/i;

/** A name as typed or as it stands in a file: an EPSG code, an OGC URN, the ESRI or EPSG name, or WKT. */
export function readCrsName(text: string): CrsName {
  const trimmed = text.trim();
  if (wgs84.test(trimmed)) return { ok: true, system: { kind: 'geographic' } };
  const code = /^(?:EPSG:{1,2}|urn:ogc:def:crs:EPSG:[\d.]*:)?(\d{4,5})$/i.exec(trimmed)?.[1];
  if (code !== undefined) return fromEpsg(Number(code));
  return /^[A-Z_]+\s*\[/i.test(trimmed) ? fromWkt(trimmed) : fromWords(trimmed);
}

/** 坐标系 of a TXT header, which names the datum only: `2000国家大地坐标系`, in any width and with blanks. */
export function isCgcs2000(datum: string): boolean {
  return /2000国家大地|国家2000|国家大地坐标系2000|CGCS2000|China(?:GeodeticCoordinateSystem)?2000|^2000$/i.test(
    compact(datum),
  );
}

/** Of a text that is known to name a system: there 西安 is no town. */
export function isOtherDatum(name: string): boolean {
  return /西安|北京|1980|1954|80坐标|54坐标|xian|beijing|GCJ0?2|BD0?9|火星坐标|百度坐标/i.test(compact(name));
}

const otherDatumPhrase = new RegExp(
  [
    '(?:西安|xian)(?:19)?80(?![\\d号])',
    '(?<!\\d)(?:19)?80年?(?:西安|xian)',
    '(?:北京|beijing)(?:19)?54(?![\\d号])',
    '(?<!\\d)(?:19)?54年?(?:北京|beijing)',
    '(?:西安|北京)(?:大地)?坐标系',
    '(?<!\\d)(?:80|54)坐标',
    'GCJ0?2|BD0?9|火星坐标|百度坐标',
  ].join('|'),
  'i',
);

/** Of any line of a file: only a whole name counts, since a survey office may be of 北京 and its street number 80. */
export function mentionsOtherDatum(line: string): boolean {
  return otherDatumPhrase.test(compact(line)) && !isCgcs2000(line);
}

/** Half-width, without blanks, underscores, hyphens and apostrophes. */
function compact(name: string): string {
  return name.normalize('NFKC').replace(/[\s_'’-]+/g, '');
}

function fromEpsg(code: number): CrsName {
  const crs = crsOfEpsg(code);
  if (crs !== undefined) return { ok: true, system: crs };
  if (isOlderDatum(code)) return { ok: false, reason: 'other-datum' };
  const projected = code === 3857 || (code >= 32601 && code <= 32660);
  return { ok: false, reason: projected ? 'other-projection' : 'unknown' };
}

function fromWords(name: string): CrsName {
  if (isOtherDatum(name)) return { ok: false, reason: 'other-datum' };
  if (/mercator|UTM/i.test(name)) return { ok: false, reason: 'other-projection' };
  if (/^(?:GCS_)?WGS[_ ]?(?:19)?84$/i.test(name)) return { ok: true, system: { kind: 'geographic' } };
  if (!isCgcs2000(name)) return { ok: false, reason: 'unknown' };
  const plane = planeOf(name);
  if (plane !== undefined) return { ok: true, system: plane };
  return /GK|Gauss|degree|度/i.test(name)
    ? { ok: false, reason: 'unknown' }
    : { ok: true, system: { kind: 'geographic' } };
}

/** `CGCS2000_3_Degree_GK_Zone_40`, `CGCS2000 / Gauss-Kruger CM 117E`: without `3 degree` the zone is 6° wide. */
function planeOf(name: string): ToldSystem | undefined {
  const degrees = /3[_ -]*degree|三度|3度/i.test(name) ? 3 : 6;
  const zone = Number(/zone[_ ]*(\d{2})/i.exec(name)?.[1] ?? Number.NaN);
  if (isZone(degrees, zone)) return { kind: 'gauss-krueger', degrees, zone, prefixed: true };
  const meridian = Number(/CM[_ ]*(\d{2,3})/i.exec(name)?.[1] ?? Number.NaN);
  const zoneOfName = zoneOfMeridian(degrees, meridian);
  if (zoneOfName === undefined) return undefined;
  return { kind: 'gauss-krueger', degrees, zone: zoneOfName, prefixed: false };
}

/** A `.prj` in full. Its name decides; only an unknown name falls back on datum, meridian and false easting. */
function fromWkt(wkt: string): CrsName {
  const name = /\[\s*"([^"]{1,200})"/.exec(wkt)?.[1] ?? '';
  const named = fromWords(name);
  if (named.ok || named.reason !== 'unknown') return named;
  if (isOtherDatum(/DATUM\[\s*"([^"]*)"/i.exec(wkt)?.[1] ?? '')) return { ok: false, reason: 'other-datum' };
  if (!/DATUM\[\s*"[^"]*China[^"]*2000/i.test(wkt)) return { ok: false, reason: 'unknown' };
  if (!/^PROJ/i.test(wkt)) return { ok: true, system: { kind: 'geographic' } };
  const isGauss = /PROJECTION\[\s*"(?:Gauss_Kruger|Transverse_Mercator)"/i.test(wkt);
  if (!isGauss) return { ok: false, reason: 'other-projection' };
  const meridian = wktParameter(wkt, 'central_meridian');
  const zone = Math.floor(wktParameter(wkt, 'false_easting') / 1_000_000);
  if (zone === 0) {
    const zoneOf3Degrees = zoneOfMeridian(3, meridian);
    const degrees = zoneOf3Degrees === undefined ? 6 : 3;
    const zoneOfWkt = zoneOf3Degrees ?? zoneOfMeridian(6, meridian);
    if (zoneOfWkt === undefined) return { ok: false, reason: 'unknown' };
    return { ok: true, system: { kind: 'gauss-krueger', degrees, zone: zoneOfWkt, prefixed: false } };
  }
  const degrees = zoneWidth(zone);
  if (degrees === undefined || zoneOfMeridian(degrees, meridian) !== zone)
    return { ok: false, reason: 'unknown' };
  return { ok: true, system: { kind: 'gauss-krueger', degrees, zone, prefixed: true } };
}

function wktParameter(wkt: string, name: string): number {
  return Number(
    new RegExp(`PARAMETER\\[\\s*"${name}"\\s*,\\s*([-\\d.eE]+)`, 'i').exec(wkt)?.[1] ?? Number.NaN,
  );
}

/** For people: `3°带第40带（中央经线120°E）` as far as it is told. */
export function describeSystem(system: ToldSystem | SourceCrs): string {
  if (system.kind === 'geographic') return '经纬度（度）';
  const { degrees, zone, prefixed } = system;
  const width = degrees === undefined ? '' : `${degrees}°带`;
  const number = zone === undefined ? '' : `第${zone}带`;
  const prefix = prefixed === undefined ? '' : prefixed ? '，横坐标带带号' : '，横坐标不带带号';
  const complete = degrees !== undefined && zone !== undefined && prefixed !== undefined;
  const code = complete ? `（${crsName({ kind: 'gauss-krueger', degrees, zone, prefixed })}）` : '';
  return `高斯—克吕格${width}${number}${prefix}${code}`;
}
