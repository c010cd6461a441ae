import { describe, expect, it } from 'vitest';
import {
  countInView,
  coveredByPage,
  framesOf,
  freeArea,
  hasLegend,
  overviewBounds,
  searchableGround,
  showsBounds,
  surroundings,
  viewAfterSelection,
  viewOfAnswer,
  zoomRange,
} from '../web/map/camera.ts';
import { pixelOf } from '../web/map/mercator.ts';
import { unitedBounds } from '../web/map/outline.ts';
import { parcelZoom } from '../web/map/overview.ts';
import { collection, jinhua, rectangleParcel } from './support/map-fixtures.ts';

const city = jinhua();
const nothing = { top: 0, right: 0, bottom: 0, left: 0 };
const desktop = { width: 660, height: 788 };
const phone = { width: 390, height: 844 };
const onePark = [
  rectangleParcel({ code: 'A', corner: [119.58, 29.04] }),
  rectangleParcel({ code: 'B', corner: [119.59, 29.05] }),
];
const farApart = [...onePark, rectangleParcel({ code: 'C', corner: [120.46, 29] })];

function extent(features: typeof onePark) {
  const found = unitedBounds(features.map(({ bbox }) => bbox));
  if (found === null) throw new Error('there are parcels');
  return found;
}

describe('where the map looks', () => {
  it('shows the parcels of one park as polygons, none of them under the legend', () => {
    const frames = framesOf(desktop, nothing);
    const view = viewOfAnswer(extent(onePark), overviewBounds(city), frames);
    expect(view.zoom).toBeGreaterThan(11);
    const lowest = pixelOf([119.58, 29.04], view, desktop);
    expect(lowest.y).toBeLessThanOrEqual(desktop.height - 184);
    expect(showsBounds(extent(onePark), view, frames)).toBe(true);
  });

  it('shows the whole city when the answer is spread over it, the same for every such answer', () => {
    const frames = framesOf(desktop, nothing);
    const spread = viewOfAnswer(extent(farApart), overviewBounds(city), frames);
    expect(spread.zoom).toBeLessThan(11);
    const other = [...farApart, rectangleParcel({ code: 'D', corner: [119.97, 29.46] })];
    expect(viewOfAnswer(extent(other), overviewBounds(city), frames)).toEqual(spread);
    expect(showsBounds(overviewBounds(city), spread, frames)).toBe(true);
  });

  it('keeps an answer on a phone above the sheet and below the search', () => {
    const padding = { top: 130, right: 0, bottom: 140, left: 0 };
    const view = viewOfAnswer(extent(farApart), overviewBounds(city), framesOf(phone, padding));
    for (const { bbox } of farApart) {
      const at = pixelOf([bbox[0], bbox[1]], view, phone);
      expect(at.y).toBeGreaterThan(130);
      expect(at.y).toBeLessThan(844 - 140);
      expect(at.x).toBeGreaterThan(0);
      expect(at.x).toBeLessThan(390);
    }
  });

  it('shows no legend on a phone whose sheet is half up, and then needs no room for it', () => {
    const half = { top: 130, right: 0, bottom: 476, left: 0 };
    expect(hasLegend(phone, { ...half, bottom: 140 })).toBe(true);
    expect(hasLegend(phone, half)).toBe(false);
    expect(framesOf(phone, half).near.padding.bottom).toBeLessThan(
      framesOf(phone, nothing).near.padding.bottom + 476,
    );
  });

  it('shows no legend in a low window, however wide, where it would stand on the tools', () => {
    expect(hasLegend(desktop, nothing)).toBe(true);
    expect(hasLegend({ width: 540, height: 460 }, nothing)).toBe(true);
    expect(hasLegend({ width: 720, height: 450 }, { top: 60, right: 0, bottom: 140, left: 0 })).toBe(false);
    expect(hasLegend({ width: 720, height: 320 }, nothing)).toBe(false);
  });

  it('goes to a chosen parcel as a polygon even where next to nothing of the map is free', () => {
    const [chosen] = onePark;
    if (!chosen) throw new Error('there is a parcel');
    const size = { width: 720, height: 394 };
    const frames = framesOf(size, { top: 112, right: 0, bottom: 254, left: 0 });
    const selected = { centroid: chosen.properties.centroid, bbox: chosen.bbox };
    for (const zoom of [8, 13]) {
      const view = viewAfterSelection(selected, { lon: 120, lat: 29.1, zoom }, frames);
      expect(view?.zoom).toBeGreaterThanOrEqual(parcelZoom);
    }
  });

  it('stays when the chosen parcel is a polygon in sight', () => {
    const [chosen] = onePark;
    if (!chosen) throw new Error('there is a parcel');
    const frames = framesOf(desktop, nothing);
    const view = { lon: 119.585, lat: 29.045, zoom: 13 };
    const selected = { centroid: chosen.properties.centroid, bbox: chosen.bbox };
    expect(viewAfterSelection(selected, view, frames)).toBeNull();
  });

  it('goes to a chosen parcel that is out of sight without changing the zoom, and near from the overview', () => {
    const [chosen] = onePark;
    if (!chosen) throw new Error('there is a parcel');
    const frames = framesOf(desktop, nothing);
    const selected = { centroid: chosen.properties.centroid, bbox: chosen.bbox };
    const beside = viewAfterSelection(selected, { lon: 120.2, lat: 29.2, zoom: 12.5 }, frames);
    expect(beside?.zoom).toBe(12.5);
    const fromFar = viewAfterSelection(selected, { lon: 120, lat: 29.1, zoom: 8 }, frames);
    expect(fromFar?.zoom).toBeGreaterThanOrEqual(13);
    for (const view of [beside, fromFar]) {
      expect(view && showsBounds(chosen.bbox, view, frames)).toBe(true);
    }
  });

  it('can hold the whole city beside the filters of a small window', () => {
    const size = { width: 240, height: 524 };
    const view = viewOfAnswer(extent(farApart), overviewBounds(city), framesOf(size, nothing));
    expect(view.zoom).toBeGreaterThanOrEqual(zoomRange.min);
    const [west, south, east, north] = surroundings(city.extent);
    const corners = [pixelOf([west, north], view, size), pixelOf([east, south], view, size)];
    expect(corners[0]?.x).toBeLessThanOrEqual(0);
    expect(corners[0]?.y).toBeLessThanOrEqual(0);
    expect(corners[1]?.x).toBeGreaterThanOrEqual(size.width);
    expect(corners[1]?.y).toBeGreaterThanOrEqual(size.height);
  });

  it('leaves a margin between labels and whatever covers the map', () => {
    const { within } = freeArea(phone, { top: 112, right: 0, bottom: 476, left: 0 });
    expect(within).toEqual({ left: 8, top: 120, right: 382, bottom: 360 });
  });

  it('writes nothing under the search, the sheet and the tools of the page', () => {
    const covered = coveredByPage(phone, { top: 112, right: 0, bottom: 476, left: 0 });
    const lies = (x: number, y: number) =>
      covered.some(({ left, top, right, bottom }) => x > left && x < right && y > top && y < bottom);
    for (const [x, y] of [
      [195, 60],
      [195, 600],
      [100, 140],
      [370, 250],
      [60, 350],
    ] as const) {
      expect(lies(x, y), `${x}, ${y}`).toBe(true);
    }
    expect(lies(195, 250)).toBe(false);
    expect(coveredByPage(desktop, nothing)).toHaveLength(3);
  });

  it('counts as in view what the page does not cover', () => {
    const view = { lon: 119.585, lat: 29.045, zoom: 12 };
    expect(countInView(collection(farApart), view, { size: desktop, padding: nothing })).toBe(2);
    const covered = { ...nothing, left: 600 };
    expect(countInView(collection(farApart), view, { size: desktop, padding: covered })).toBe(0);
  });

  it('takes as the area to search in what neither the page nor its furniture covers', () => {
    const sheet = { top: 112, right: 0, bottom: 300, left: 0 };
    const view = { lon: 119.6, lat: 29.05, zoom: 13 };
    const frames = framesOf(phone, sheet);
    const [west, south, east, north] = searchableGround(view, frames);
    const upperLeft = pixelOf([west, north], view, phone);
    const lowerRight = pixelOf([east, south], view, phone);
    expect(upperLeft.x).toBeGreaterThanOrEqual(0);
    expect(upperLeft.y).toBeGreaterThanOrEqual(112 + 44);
    expect(lowerRight.x).toBeLessThanOrEqual(390 - 44);
    expect(lowerRight.y).toBeLessThanOrEqual(844 - 300);
    for (const degrees of [west, south, east, north]) expect(Number(degrees.toFixed(5))).toBe(degrees);
  });
});
