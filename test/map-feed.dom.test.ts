import type { GeoJSON } from 'geojson';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sketch } from '../api/city/schema.ts';
import type { SourceName } from '../web/map/style/style.ts';
import { mapTheme } from '../web/map/theme.ts';
import MapFeed from './support/MapFeed.svelte';
import { collection, jinhua, jinhuaFiles, readJson, rectangleParcel } from './support/map-fixtures.ts';
import { mapHandle, type DrawnNow } from './support/map-handle.ts';

const station = {
  kind: 'highspeed-rail' as const,
  name: '金华站',
  nameEn: 'Jinhua Railway Station',
  position: [119.6, 29.05] as [number, number],
};
const city = {
  ...jinhua(),
  transport: [station, { ...station, name: '远站', position: [121, 30] as [number, number] }],
};
const locale = 'zh-CN' as const;
const [matching, other] = ['A', 'B'].map((code, index) =>
  rectangleParcel({ code, corner: [119.58 + index / 100, 29.04], tax: 32 }),
);
if (matching === undefined || other === undefined) throw new Error('two parcels');
const first: DrawnNow = {
  city,
  locale,
  sketch: null,
  parcels: collection([matching]),
  others: collection([other]),
  theme: mapTheme(city, { locale, industry: null }),
  selected: null,
  hovered: null,
  searched: { area: null, near: null },
};

let shown: Map<SourceName, GeoJSON>;
let hovered: (string | null)[];
let change: (page: Partial<DrawnNow>) => void;
let fed: object;

beforeEach(() => {
  shown = new Map();
  hovered = [];
  const handle = mapHandle({
    show: (source, data) => shown.set(source, data),
    hover: (code) => hovered.push(code),
  });
  const view = { lon: 119.6, lat: 29.05, zoom: 13 };
  const session = {
    handle,
    camera: { view, size: { width: 800, height: 600 }, moving: false },
    state: 'idle' as const,
    attach: () => undefined,
  };
  const onready = (changer: typeof change) => {
    change = (page) => {
      changer(page);
      flushSync();
    };
  };
  fed = mount(MapFeed, { target: document.body, props: { session, first, onready } });
  flushSync();
});

afterEach(() => unmount(fed));

/** One property of every feature that a source holds. */
function held(source: SourceName, property: string): unknown[] {
  const data = shown.get(source);
  if (data?.type !== 'FeatureCollection') throw new Error(`nothing was shown in ${source}`);
  return data.features.map(({ properties }) => properties?.[property] as unknown);
}

describe('the map', () => {
  it('holds each matching parcel with its class, and its figure and area as a label', () => {
    expect(held('parcels', 'code')).toEqual(['A']);
    expect(held('parcels', 'class')).toEqual([4]);
    expect(held('parcel-points', 'figure')).toEqual(['32.0']);
    expect(held('parcel-points', 'area')).toEqual(['108.00 亩']);
    change({ parcels: collection([matching, other]) });
    expect(held('parcel-points', 'code')).toEqual(['A', 'B']);
  });

  it('holds the parcels that do not match apart, without a value, and lets them go', () => {
    expect(held('others', 'code')).toEqual(['B']);
    expect(held('others', 'class')).toEqual([0]);
    change({ others: null });
    expect(held('others', 'code')).toEqual([]);
  });

  it('holds the transport nodes that are in sight, named in the language of the page', () => {
    expect(held('transport', 'label')).toEqual(['金华站']);
    change({ locale: 'en' });
    expect(held('transport', 'label')).toEqual(['Jinhua Railway Station']);
  });

  it('draws what is searched in for as long as it is searched in', () => {
    expect(held('area', 'label')).toEqual([]);
    change({ searched: { area: [119.5, 29, 119.7, 29.1], near: null } });
    expect(held('area', 'label')).toEqual([undefined, '搜索区域']);
    change({ searched: { area: null, near: [119.6, 29.05, 5] } });
    expect(held('area', 'label')).toEqual([undefined, '距此 5 km 内']);
    change({ searched: { area: null, near: null } });
    expect(held('area', 'label')).toEqual([]);
  });

  it('outlines the chosen parcel with the lengths of its sides', () => {
    expect(held('selected', 'code')).toEqual([]);
    change({ selected: matching });
    expect(held('selected', 'code')).toEqual(['A']);
    expect(held('edges', 'label')).toEqual(['约 300 m', '约 240 m', '约 300 m', '约 240 m']);
    change({ selected: null });
    expect(held('edges', 'label')).toEqual([]);
  });

  it('marks the parcel that is pointed at in the list', () => {
    change({ hovered: 'A' });
    change({ hovered: null });
    expect(hovered).toEqual([null, 'A', null]);
  });

  it('has ground under the parcels as soon as the sketch is there', () => {
    expect(shown.has('parks')).toBe(false);
    const [counties, parks] = Object.values(jinhuaFiles).map((file) => Sketch.parse(readJson(file)));
    if (counties === undefined || parks === undefined) throw new Error('two layers');
    change({ sketch: { counties, parks } });
    expect(held('sketch', 'kind')).toContain('county');
    expect(held('park-names', 'label')).toContain('新能源汽车产业园');
  });
});
