import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBatch } from '../api/imports/batch.ts';
import { toEastNorth } from '../api/imports/crs.ts';
import { readGeojson } from '../api/imports/geojson.ts';
import { readJson } from '../api/imports/json.ts';
import { ogr2ogr } from './support/gdal.ts';
import { smallPack } from './support/small-pack.ts';
import { lonLatRing, square, utf8, zone40 } from './support/survey-files.ts';

const options = { pack: smallPack };

function feature(geometry: unknown, properties: unknown = { 地块编号: 'JK-01' }) {
  return { type: 'Feature', properties, geometry };
}

const polygon = { type: 'Polygon', coordinates: [lonLatRing(square(100))] };
const metres = { type: 'Polygon', coordinates: [square(100).map(({ eastM, northM }) => [eastM, northM])] };

async function read(value: unknown) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return readBatch([{ name: 'a.geojson', bytes: utf8(text) }], options);
}

async function rules(value: unknown) {
  return (await read(value)).findings.map(({ rule }) => rule);
}

describe('GeoJSON', () => {
  it('reads a feature in degrees, closes nothing, and turns the outer ring counter-clockwise', async () => {
    const clockwise = { type: 'Polygon', coordinates: [lonLatRing(square(100)).toReversed()] };
    const { drafts, findings } = await read(feature(clockwise));
    expect(findings).toMatchObject([{ rule: 'crs-assumed-cgcs2000', severity: 'warning' }]);
    const ring = drafts[0]?.geometry?.multiPolygon.coordinates[0]?.[0] ?? [];
    expect(ring[0]).toEqual(ring.at(-1));
    const twiceArea = ring.slice(1).reduce((sum, [lon, lat], index) => {
      const [fromLon, fromLat] = ring[index] ?? [0, 0];
      return sum + (fromLon - 119) * (lat - 29) - (lon - 119) * (fromLat - 29);
    }, 0);
    expect(twiceArea).toBeGreaterThan(0);
  });

  it('reads Gauss–Krüger metres, with or without the crs member that names them', async () => {
    const named = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4528' } };
    for (const [crs, expected] of [
      [named, []],
      [undefined, ['crs-assumed-cgcs2000']],
    ] as const) {
      const { drafts, findings } = await read({
        type: 'FeatureCollection',
        crs,
        features: [feature(metres)],
      });
      expect(findings.map(({ rule }) => rule)).toEqual(expected);
      expect(drafts[0]?.geometry).toMatchObject({ sourceCrs: 'EPSG:4528' });
      expect(drafts[0]?.geometry?.areaM2).toBeCloseTo(10_000, 0);
    }
  });

  it('reads what GDAL writes, to the millimetre', async () => {
    const text = JSON.stringify({ type: 'FeatureCollection', features: [feature(polygon)] });
    const [file] = await ogr2ogr({ name: 'in.geojson', text }, 'out.geojson', [
      '-f',
      'GeoJSON',
      '-lco',
      'COORDINATE_PRECISION=10',
    ]);
    const { drafts } = await readBatch(file === undefined ? [] : [file], options);
    const [lon, lat] = drafts[0]?.geometry?.multiPolygon.coordinates[0]?.[0]?.[0] ?? [0, 0];
    const { eastM, northM } = toEastNorth(zone40, [lon, lat]);
    expect(Math.hypot(eastM - 40_465_800, northM - 3_218_000)).toBeLessThan(0.001);
  });

  it('refuses latitudes written first only in so far as it says so and turns them round', async () => {
    const swapped = {
      type: 'Polygon',
      coordinates: [lonLatRing(square(100)).map(([lon, lat]) => [lat, lon])],
    };
    expect(await rules(feature(swapped))).toEqual(['crs-columns-swapped', 'crs-assumed-cgcs2000']);
  });

  it.each([
    ['a point', feature({ type: 'Point', coordinates: [119.6, 29.1] }), 'geojson-not-an-area'],
    ['a line', feature({ type: 'LineString', coordinates: [] }), 'geojson-not-an-area'],
    ['no geometry', feature(null), 'geojson-not-an-area'],
    [
      'a coordinate that is text',
      feature({ type: 'Polygon', coordinates: [[['119', 29]]] }),
      'geojson-coordinates',
    ],
    ['1e309', JSON.stringify(feature(polygon)).replace(/119\.\d+/, '1e309'), 'geojson-coordinates'],
    ['NaN', JSON.stringify(feature(polygon)).replace(/119\.\d+/, 'NaN'), 'json-syntax'],
    ['a cut file', JSON.stringify(feature(polygon)).slice(0, -20), 'json-syntax'],
    ['something else', { hello: 1 }, 'geojson-unreadable'],
    ['an empty collection', { type: 'FeatureCollection', features: [] }, 'geojson-unreadable'],
    ['no parcel code', feature(polygon, {}), 'parcel-code-missing'],
    ['null properties', feature(polygon, null), 'parcel-code-missing'],
    ['an empty ring', feature({ type: 'Polygon', coordinates: [] }), 'geometry-empty'],
    [
      'a place abroad',
      feature({
        type: 'Polygon',
        coordinates: [
          [
            [2, 48],
            [2.1, 48],
            [2, 48.1],
            [2, 48],
          ],
        ],
      }),
      'crs-out-of-range',
    ],
    [
      'Web Mercator',
      { type: 'FeatureCollection', crs: { properties: { name: 'EPSG:3857' } }, features: [feature(polygon)] },
      'crs-other-projection',
    ],
  ])('refuses %s', async (_, value, rule) => {
    expect(await rules(value)).toContain(rule);
  });

  it('names the feature, and the line of a syntax error', async () => {
    const { findings } = await read({
      type: 'FeatureCollection',
      features: [feature(polygon), feature(null)],
    });
    expect(findings[0]).toMatchObject({ file: 'a.geojson', row: 2 });
    expect((await read('{\n"type": "Feature",\n}')).findings[0]).toMatchObject({
      rule: 'json-syntax',
      line: 3,
    });
  });

  it('refuses 2,000,000 opening brackets and 10,001 points quickly', async () => {
    const started = performance.now();
    expect(await rules('['.repeat(2_000_000))).toEqual(['json-too-deep']);
    expect(await rules(`{"a":`.repeat(100_000))).toEqual(['json-too-deep']);
    expect(await rules(`[${'0,'.repeat(3_500_000)}0]`)).toEqual(['json-too-many-values']);
    const many = Array.from({ length: 10_001 }, (_, index) => [119.6 + index * 1e-7, 29.1]);
    expect(await rules(feature({ type: 'Polygon', coordinates: [many] }))).toContain('too-many-vertices');
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('does not count brackets and commas in text, and drops __proto__', () => {
    expect(readJson(`["${'['.repeat(100)}\\"${','.repeat(100)}"]`).ok).toBe(true);
    const reading = readJson('{"__proto__": {"polluted": true}, "a": 1}');
    expect(reading).toEqual({ ok: true, value: { a: 1 } });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('answers any JSON and any text with shapes or findings, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
        const survey = readGeojson('a.geojson', utf8(text));
        expect(survey.shapes.length + survey.findings.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the line of a JSON error', () => {
  it.each([
    ['{\n"type": NaN\n}', 2],
    ['{\n"type": "Feature",\n"a": [1,\n2,,\n3]\n}\n', 4],
    ['{\n"a": 1,\n}', 3],
    ['{\n"a": [1,\n2\n', 4],
    ['[1]\n\nx\n', 3],
    ['[1e,\n2]', 1],
  ])('is known for %j', (text, line) => {
    const [finding] = readGeojson('a.geojson', utf8(text)).findings;
    expect(finding).toMatchObject({ rule: 'json-syntax', line });
  });
});
