import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GaussKrueger, LonLat } from '../api/imports/crs.ts';
import { centralMeridian, crsName, crsOfEpsg, toEastNorth, toLonLat } from '../api/imports/crs.ts';
import type { CrsQuestion } from '../api/imports/crs-detection.ts';
import { readCrs, readNumbers } from '../api/imports/crs-detection.ts';
import { readCrsName } from '../api/imports/crs-names.ts';
import { zone40, zone40Plain } from './support/survey-files.ts';

const east = { min: 465_000, max: 466_000 };
const prefixedEast = { min: 40_465_000, max: 40_466_000 };
const north = { min: 3_218_000, max: 3_219_000 };
const lon = { min: 119.64, max: 119.65 };
const lat = { min: 29.07, max: 29.08 };

function ask(question: Partial<CrsQuestion>) {
  return readCrs({
    first: north,
    second: prefixedEast,
    usualOrder: 'north-first',
    told: [],
    suggestion: 'EPSG:4549',
    ...question,
  });
}

function told(text: string) {
  const name = readCrsName(text);
  if (!name.ok) throw new Error(`${text}: ${name.reason}`);
  return { from: '导入选项', text, system: name.system };
}

describe('Gauss–Krüger planes', () => {
  it.each([
    { lon: 119.6494, lat: 29.079, northM: 3218076.161, eastM: 40465863.814 },
    { lon: 120.075, lat: 29.306, northM: 3243188.176, eastM: 40507286.292 },
    { lon: 120.45, lat: 29.054, northM: 3215338.058, eastM: 40543824.94 },
    { lon: 119.892, lat: 29.453, northM: 3259484.479, eastM: 40489522.806 },
  ])('places $lon, $lat on EPSG:4528 to the millimetre, and back', ({ lon, lat, northM, eastM }) => {
    const plane = toEastNorth(zone40, [lon, lat]);
    expect(Math.abs(plane.northM - northM)).toBeLessThanOrEqual(0.001);
    expect(Math.abs(plane.eastM - eastM)).toBeLessThanOrEqual(0.001);
    const back = toEastNorth(zone40, toLonLat(zone40, { eastM, northM }));
    expect(Math.hypot(back.eastM - eastM, back.northM - northM)).toBeLessThan(0.00001);
  });

  it('numbers all 84 planes as EPSG does', () => {
    expect(crsName({ kind: 'gauss-krueger', degrees: 3, zone: 25, prefixed: true })).toBe('EPSG:4513');
    expect(crsName({ kind: 'gauss-krueger', degrees: 3, zone: 45, prefixed: false })).toBe('EPSG:4554');
    expect(crsName({ kind: 'gauss-krueger', degrees: 6, zone: 13, prefixed: true })).toBe('EPSG:4491');
    expect(crsName({ kind: 'gauss-krueger', degrees: 6, zone: 23, prefixed: false })).toBe('EPSG:4512');
    const codes = Array.from({ length: 4554 - 4491 + 1 }, (_, index) => 4491 + index);
    for (const code of codes) expect(crsName(crsOfEpsg(code) ?? { kind: 'geographic' })).toBe(`EPSG:${code}`);
    expect([4489, 4555, 4610, 3857].map(crsOfEpsg)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('comes back to the same place from every plane', () => {
    const plane = fc
      .constantFrom(
        ...[3, 6].flatMap((degrees) =>
          (degrees === 3 ? [25, 33, 39, 40, 45] : [13, 20, 21, 23]).map((zone) => ({ degrees, zone })),
        ),
      )
      .chain(({ degrees, zone }) =>
        fc.boolean().map((prefixed): GaussKrueger => ({
          kind: 'gauss-krueger',
          degrees: degrees === 3 ? 3 : 6,
          zone,
          prefixed,
        })),
      );
    fc.assert(
      fc.property(
        plane,
        fc.double({ min: -1.5, max: 1.5, noNaN: true }),
        fc.double({ min: 18, max: 53, noNaN: true }),
        (plane, aside, lat) => {
          const place: LonLat = [centralMeridian(plane) + aside, lat];
          const [lon, latBack] = toLonLat(plane, toEastNorth(plane, place));
          expect(Math.abs(lon - place[0]) + Math.abs(latBack - lat)).toBeLessThan(1e-9);
        },
      ),
    );
  });
});

describe('what the numbers alone say', () => {
  it('tells northing, easting with and without prefix, and degrees apart in either order', () => {
    expect(readNumbers(north, prefixedEast)).toEqual({ kind: 'prefixed', zone: 40, order: 'north-first' });
    expect(readNumbers(prefixedEast, north)).toEqual({ kind: 'prefixed', zone: 40, order: 'east-first' });
    expect(readNumbers(east, north)).toEqual({ kind: 'unprefixed', order: 'east-first' });
    expect(readNumbers(lat, lon)).toEqual({ kind: 'degrees', order: 'north-first' });
  });

  it('refuses numbers that are nowhere in China, and an easting that spans two zones', () => {
    expect(readNumbers({ min: 0, max: 1 }, { min: 0, max: 1 })).toBeUndefined();
    expect(readNumbers({ min: 39_600_000, max: 40_400_000 }, north)).toBeUndefined();
    expect(ask({ first: { min: 12_345, max: 12_346 } })).toMatchObject({
      ok: false,
      findings: [{ rule: 'crs-out-of-range' }],
    });
  });

  it('never takes one column order for the other', () => {
    const range = fc.tuple(
      fc.double({ min: 1, max: 50e6, noNaN: true }),
      fc.double({ min: 0, max: 5000, noNaN: true }),
    );
    fc.assert(
      fc.property(range, range, ([a, widthA], [b, widthB]) => {
        const [first, second] = [
          { min: a, max: a + widthA },
          { min: b, max: b + widthB },
        ];
        const [one, other] = [readNumbers(first, second), readNumbers(second, first)];
        expect(one?.kind).toBe(other?.kind);
        if (one !== undefined) expect(one.order).not.toBe(other?.order);
      }),
    );
  });
});

describe('the system of a file', () => {
  it('follows from a prefixed easting; that the datum was not stated is said', () => {
    expect(ask({})).toMatchObject({
      ok: true,
      crs: zone40,
      order: 'north-first',
      findings: [{ rule: 'crs-assumed-cgcs2000', severity: 'warning' }],
    });
  });

  it('reports swapped columns and reads them the right way round', () => {
    expect(ask({ first: prefixedEast, second: north, told: [told('EPSG:4528')] })).toMatchObject({
      ok: true,
      order: 'east-first',
      findings: [{ rule: 'crs-columns-swapped', severity: 'warning' }],
    });
  });

  it('needs to be told the zone when the easting has no prefix, and says what to tell', () => {
    const refused = ask({ second: east });
    expect(refused).toMatchObject({ ok: false, findings: [{ rule: 'crs-zone-missing', severity: 'error' }] });
    expect(refused.findings[0]?.remedy).toContain('EPSG:4549');
    expect(ask({ second: east, told: [told('EPSG:4549')] })).toMatchObject({
      ok: true,
      crs: zone40Plain,
      findings: [],
    });
  });

  it.each([
    ['EPSG:4527', { second: prefixedEast }],
    ['EPSG:4549', { second: prefixedEast }],
    ['EPSG:4528', { second: east }],
    ['EPSG:4498', { second: prefixedEast }],
    ['EPSG:4490', { second: prefixedEast }],
    ['EPSG:4528', { first: lat, second: lon }],
  ])('refuses %s where the numbers say otherwise', (text, ranges) => {
    expect(ask({ ...ranges, told: [told(text)] })).toMatchObject({
      ok: false,
      findings: [{ rule: 'crs-contradiction' }],
    });
  });

  it('refuses two sources that name different zones for one unprefixed easting', () => {
    const answer = ask({ second: east, told: [told('EPSG:4549'), { ...told('EPSG:4548'), from: '.prj' }] });
    expect(answer).toMatchObject({ ok: false, findings: [{ rule: 'crs-contradiction' }] });
  });

  it('refuses an easting too far from the meridian of a 3° zone', () => {
    const far = { min: 250_000, max: 251_000 };
    expect(ask({ second: far, told: [told('EPSG:4549')] })).toMatchObject({
      ok: false,
      findings: [{ rule: 'crs-out-of-range' }],
    });
    expect(ask({ second: far, told: [told('EPSG:4510')] })).toMatchObject({
      ok: true,
      crs: { degrees: 6, zone: 21 },
    });
  });
});

describe('names of systems', () => {
  const zone40Wkt =
    'PROJCS["Unnamed",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],' +
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",40500000.0],' +
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';

  it.each([
    ['EPSG:4528', zone40],
    ['4549', zone40Plain],
    ['urn:ogc:def:crs:EPSG::4528', zone40],
    ['CGCS2000_3_Degree_GK_Zone_40', zone40],
    ['PROJCS["CGCS2000_3_Degree_GK_CM_120E"]', zone40Plain],
    ['CGCS2000 / 3-degree Gauss-Kruger CM 120E', zone40Plain],
    ['CGCS2000_GK_Zone_20', { ...zone40, degrees: 6, zone: 20 }],
    ['CGCS2000_GK_CM_117E', { ...zone40, degrees: 6, zone: 20, prefixed: false }],
    ['GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000"]]', { kind: 'geographic' }],
    ['urn:ogc:def:crs:OGC:1.3:CRS84', { kind: 'geographic' }],
    ['GCS_WGS_1984', { kind: 'geographic' }],
    [zone40Wkt, zone40],
    [zone40Wkt.replace('40500000.0', '500000.0'), zone40Plain],
  ])('reads %s', (text, system) => {
    expect(readCrsName(text)).toEqual({ ok: true, system });
  });

  it.each([
    ['EPSG:2364', 'other-datum'],
    ['EPSG:2436', 'other-datum'],
    ['Xian_1980_3_Degree_GK_Zone_40', 'other-datum'],
    ['PROJCS["Beijing_1954_3_Degree_GK_CM_120E"]', 'other-datum'],
    ['GCJ-02', 'other-datum'],
    ['EPSG:3857', 'other-projection'],
    ['WGS_1984_UTM_Zone_50N', 'other-projection'],
    ['CGCS2000_3_Degree_GK_Zone_99', 'unknown'],
    ['EPSG:1234', 'unknown'],
    ['', 'unknown'],
  ])('refuses %s as %s', (text, reason) => {
    expect(readCrsName(text)).toEqual({ ok: false, reason });
  });
});
