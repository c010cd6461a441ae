import { describe, expect, it } from 'vitest';
import { blankImage, hatchImage } from '../web/map/images.ts';
import { labelledSketch } from '../web/map/sketch.ts';
import { edgePoints, parcelPoints, parcelShapes, parkNamePoints } from '../web/map/sources.ts';
import { mapStyle } from '../web/map/style/style.ts';
import { mapTheme } from '../web/map/theme.ts';
import { collection, jinhua, rectangleParcel, requirement } from './support/map-fixtures.ts';

const city = jinhua();

/** Positions of layers in the style, low to high. */
function order(...ids: string[]): number[] {
  const layers = mapStyle('map').layers.map(({ id }) => id);
  return ids.map((id) => {
    const at = layers.indexOf(id);
    if (at < 0) throw new Error(`no layer ${id}`);
    return at;
  });
}

function zoomExpressions(value: unknown, depth = 0): number[] {
  if (!Array.isArray(value)) return [];
  const isZoom = value.length === 1 && value[0] === 'zoom';
  return isZoom ? [depth] : value.flatMap((part) => zoomExpressions(part, depth + 1));
}

describe('the style of the map', () => {
  it('asks no server for anything: no glyphs, no sprite, no address in it', () => {
    for (const purpose of ['map', 'hero'] as const) {
      const style = mapStyle(purpose);
      expect(style).not.toHaveProperty('glyphs');
      expect(style).not.toHaveProperty('sprite');
      expect(JSON.stringify(style)).not.toMatch(/https?:|\/\//);
    }
  });

  it('draws from the ground up to the selected parcel, and labels above, parcel figures placed before street names', () => {
    const ids = [
      ...['outside', 'county', 'main-river', 'park', 'green', 'block', 'local-street', 'main-street', 'rail'],
      ...['motorway', 'county-line', 'park-line', 'other-parcel', 'parcel', 'parcel-casing', 'parcel-line'],
      ...[
        'parcel-hover',
        'selected-casing',
        'selected-line',
        'main-street-name',
        'park-name',
        'parcel-figure-12.6',
      ],
    ];
    const positions = order(...ids);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });

  it('has every layer once, each from a source that is there', () => {
    for (const purpose of ['map', 'hero'] as const) {
      const { layers, sources } = mapStyle(purpose);
      expect(new Set(layers.map(({ id }) => id)).size).toBe(layers.length);
      for (const layer of layers) if ('source' in layer) expect(sources).toHaveProperty([layer.source]);
    }
  });

  it('uses the zoom only at the top of an expression, where MapLibre allows it', () => {
    for (const layer of mapStyle('map').layers) {
      for (const value of [...Object.values(layer.paint ?? {}), ...Object.values(layer.layout ?? {})]) {
        const [, ...rest] = zoomExpressions(value);
        expect(rest).toEqual([]);
        expect(Math.max(0, ...zoomExpressions(value))).toBeLessThanOrEqual(1);
      }
    }
  });

  it('shows no parcel below zoom 11', () => {
    const parcels = mapStyle('map').layers.filter((layer) => 'source' in layer && layer.source === 'parcels');
    expect(parcels.map(({ minzoom }) => minzoom)).toEqual(parcels.map(() => 11));
    expect(parcels.length).toBeGreaterThan(0);
  });
});

describe('what the style draws', () => {
  const theme = mapTheme(city, { locale: 'zh-CN', industry: null });
  if (theme === null) throw new Error('the pack defines its theme');
  const parcels = collection([
    rectangleParcel({ code: 'A', corner: [119.58, 29.04], tax: 32 }),
    rectangleParcel({ code: 'B', corner: [119.59, 29.04], tax: null }),
    rectangleParcel({ code: 'C', corner: [119.6, 29.04], widthM: 40, heightM: 40 }),
  ]);

  it('colours by class, 0 for what is not published', () => {
    const classes = parcelShapes(parcels, theme).features.map(({ properties }) => properties?.['class']);
    expect(classes).toEqual([4, 0, 3]);
  });

  it('drops the figure of a small parcel until it fits, and its code until all three lines do', () => {
    const [large, , small] = parcelPoints(parcels, { theme, locale: 'zh-CN' }).features;
    expect(large?.properties).toMatchObject({
      figure: '32.0',
      area: '108.00 亩',
      figureFrom: 12.6,
      detailFrom: 14.5,
    });
    expect(small?.properties).toMatchObject({ figureFrom: 16, detailFrom: null });
  });

  it('lets a longer figure wait until the same parcel is wide enough for it', () => {
    const narrow = rectangleParcel({ code: 'D', corner: [119.58, 29.04], widthM: 280 });
    const long = { ...narrow.properties, indicators: { tax_per_mu: requirement(10_460) } };
    const points = parcelPoints(collection([narrow, { ...narrow, properties: long }]), {
      theme: { ...theme, factor: 10, decimals: 0 },
      locale: 'en',
    });
    expect(points.features.map(({ properties }) => properties)).toMatchObject([
      { figure: '250', figureFrom: 12.6 },
      { figure: '104,600', figureFrom: 14 },
    ]);
  });

  it('writes the sides of the selected parcel with 约, rounded', () => {
    const [parcel] = parcels.features;
    if (parcel === undefined) throw new Error('there is a parcel');
    const rule = { precisionM: 10, shortestM: 90 };
    const labels = edgePoints(parcel, rule, 'zh-CN').features.map(({ properties }) => properties?.['label']);
    expect(labels).toEqual(['约 300 m', '约 240 m', '约 300 m', '约 240 m']);
  });

  it('labels the ground in the language of the page, and nothing where a name is missing', () => {
    const street = { kind: 'street', nameZh: '汽车大道', nameEn: 'Qiche Avenue' };
    const geometry = { type: 'Point' as const, coordinates: [119.6, 29] as [number, number] };
    const sketch = {
      type: 'FeatureCollection' as const,
      features: [
        { type: 'Feature' as const, properties: street, geometry },
        { type: 'Feature' as const, properties: { kind: 'block' }, geometry },
      ],
    };
    const labels = (locale: 'zh-CN' | 'en') =>
      labelledSketch(sketch, locale).features.map(({ properties }) => properties['label']);
    expect(labels('zh-CN')).toEqual(['汽车大道', '']);
    expect(labels('en')).toEqual(['Qiche Avenue', '']);
  });

  it('names a park where its outline is highest above its middle', () => {
    const square: [number, number][] = [
      [119.5, 29],
      [119.6, 29],
      [119.6, 29.1],
      [119.5, 29.2],
      [119.5, 29],
    ];
    const parks = {
      type: 'FeatureCollection' as const,
      features: [
        {
          type: 'Feature' as const,
          properties: { kind: 'park', park: 'park-jkc-nev' },
          geometry: { type: 'Polygon' as const, coordinates: [square] },
        },
      ],
    };
    const [name] = parkNamePoints(parks, city, 'zh-CN').features;
    expect(name?.properties).toEqual({ label: '新能源汽车产业园' });
    expect(name?.geometry.coordinates[0]).toBeCloseTo(119.55, 9);
    expect(name?.geometry.coordinates[1]).toBeCloseTo(29.15, 9);
  });

  it('hatches at 45° without a seam and blanks without a trace', () => {
    const { width, height, data } = hatchImage(2);
    const inked = (x: number, y: number) => data[(y * width + x) * 4] !== 255;
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1)
        expect(inked(x, y)).toBe(inked((x + 1) % width, (y + height - 1) % height));
    expect(blankImage().data.every((byte) => byte === 0)).toBe(true);
  });
});
