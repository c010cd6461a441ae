import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sketch } from '../api/city/schema.ts';
import { planeAreaM2 } from '../api/imports/geometry.ts';
import { boxAround, touchesAny } from '../web/map/box.ts';
import { lonLatOf, pixelOf, type LonLat } from '../web/map/mercator.ts';
import { drawnAreaM2 } from '../web/map/console/drawn-area.ts';
import { inSight } from '../web/map/console/in-sight.ts';
import { extentOfRegions } from '../web/map/console/region-extent.ts';
import { movedLabels } from '../web/map/console/label-places.ts';
import { isSameShape } from '../web/map/console/same-shape.ts';
import { snapTo } from '../web/map/console/snapping.ts';
import { parkBounds } from '../web/map/sketch.ts';
import { staffLabels, type StaffShape } from '../web/map/console/staff-shapes.ts';
import { staffStyle } from '../web/map/console/staff-style.ts';
import { jinhua, jinhuaFiles } from './support/map-fixtures.ts';

describe('a corner that is drawn near a neighbour', () => {
  const square = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 100 },
    { x: 0, y: 100 },
    { x: 0, y: 0 },
  ];

  it('goes to its corner before its edge', () => {
    expect(snapTo({ x: 97, y: 6 }, [square])).toEqual({ x: 100, y: 0 });
  });

  it('goes to the foot on its edge where no corner is in reach', () => {
    expect(snapTo({ x: 50, y: 8 }, [square])).toEqual({ x: 50, y: 0 });
  });

  it('stays where it is beyond twelve pixels', () => {
    expect(snapTo({ x: 50, y: -13 }, [square])).toBeNull();
    expect(snapTo({ x: 50, y: 50 }, [])).toBeNull();
  });
});

describe('the area while one draws', () => {
  /** The survey's plane near its middle: CGCS2000, three-degree zone 40, 120° E. */
  const plane = { kind: 'gauss-krueger', degrees: 3, zone: 40, prefixed: false } as const;
  const block = (lon: number, lat: number, sideDegrees: number): [number, number][] => [
    [lon, lat],
    [lon + sideDegrees, lat + sideDegrees / 9],
    [lon + sideDegrees * 1.1, lat + sideDegrees],
    [lon, lat + sideDegrees],
    [lon, lat],
  ];

  it('is that of the survey’s plane to a ten-thousandth, wherever in the city, holes left out', () => {
    const place = fc.tuple(
      fc.double({ min: 119.6, max: 120.4, noNaN: true }),
      fc.double({ min: 28, max: 30, noNaN: true }),
      fc.double({ min: 0.001, max: 0.01, noNaN: true }),
    );
    fc.assert(
      fc.property(place, ([lon, lat, side]) => {
        const hole = block(lon + side / 3, lat + side / 3, side / 5);
        const shape = { type: 'MultiPolygon' as const, coordinates: [[block(lon, lat, side), hole]] };
        expect(Math.abs(drawnAreaM2(shape) / planeAreaM2(shape, plane) - 1)).toBeLessThan(1e-4);
      }),
    );
  });
});

it('takes a parcel for seen only when it is whole in sight and larger than a dot', () => {
  const size = { width: 400, height: 400 };
  const view = { lon: 119.6, lat: 29.1, zoom: 14 };
  expect(inSight([119.599, 29.099, 119.601, 29.101], { view, size, moving: false })).toBe(true);
  expect(inSight([119.7, 29.099, 119.702, 29.101], { view, size, moving: false })).toBe(false);
  expect(
    inSight([119.599, 29.099, 119.601, 29.101], { view: { ...view, zoom: 8 }, size, moving: false }),
  ).toBe(false);
});

it('draws every layer of the staff’s map from a source of its own page', () => {
  const { layers, sources } = staffStyle();
  const named = layers.flatMap((layer) => ('source' in layer ? [layer.source] : []));
  expect(named.filter((source) => !(source in sources))).toEqual([]);
  expect(new Set(layers.map(({ id }) => id)).size).toBe(layers.length);
});

describe('where a parcel without a boundary is drawn', () => {
  const city = jinhua();
  const read = (path: string): Sketch => JSON.parse(readFileSync(path, 'utf8'));
  const sketch = {
    counties: read(jinhuaFiles['/api/city/basemap.geojson']),
    parks: read(jinhuaFiles['/api/city/parks.geojson']),
  };
  const park = city.regions.find(({ code }) => code === 'park-jkc-nev');

  it('is the plan of its park, and the ground around the park’s label until that is here', () => {
    const planned = extentOfRegions(['park-jkc-nev'], { city, sketch });
    expect(planned).toEqual(parkBounds(sketch.parks, 'park-jkc-nev'));
    const [west, south, east, north] = extentOfRegions(['park-jkc-nev'], { city, sketch: null }) ?? [];
    const [lon, lat] = park?.anchor ?? [];
    expect([west, south, east, north].every((degrees) => degrees !== undefined)).toBe(true);
    expect([(Number(west) + Number(east)) / 2, (Number(south) + Number(north)) / 2]).toEqual([
      expect.closeTo(Number(lon), 9),
      expect.closeTo(Number(lat), 9),
    ]);
  });

  it('is all of the department’s regions, whether they are counties or parks', () => {
    const [west, south, east, north] = extentOfRegions(['330781', 'park-jkc-nev'], { city, sketch }) ?? [];
    const [parkWest, parkSouth, parkEast, parkNorth] = parkBounds(sketch.parks, 'park-jkc-nev') ?? [];
    const county = extentOfRegions(['330781'], { city, sketch }) ?? [];
    expect([west, south, east, north]).toEqual([
      Math.min(Number(county[0]), Number(parkWest)),
      Math.min(Number(county[1]), Number(parkSouth)),
      Math.max(Number(county[2]), Number(parkEast)),
      Math.max(Number(county[3]), Number(parkNorth)),
    ]);
  });

  it('is the city where a department answers for all of it, or for what is not known', () => {
    expect(extentOfRegions(['330700'], { city, sketch })).toBeNull();
    expect(extentOfRegions(['somewhere'], { city, sketch })).toBeNull();
    expect(extentOfRegions([], { city, sketch })).toBeNull();
  });
});

it('takes a boundary that drawing has rounded for the one that is stored, and a moved corner for another', () => {
  const shape = (lon: number) => ({
    type: 'MultiPolygon' as const,
    coordinates: [[[[lon, 29] as [number, number], [120, 29.1] as [number, number]]]],
  });
  expect(isSameShape(shape(119.123456789012), shape(119.123456789))).toBe(true);
  expect(isSameShape(shape(119.123456789), shape(119.1234568))).toBe(false);
  expect(isSameShape(shape(119), null)).toBe(false);
  expect(isSameShape(null, null)).toBe(true);
});

describe('the label of a parcel that lies partly under the map’s buttons', () => {
  const size = { width: 400, height: 300 };
  const view = { lon: 120, lat: 29, zoom: 15 };
  const corner = (x: number, y: number): LonLat => lonLatOf({ x, y }, view, size);
  /** On the screen from (230, 40) to (390, 160). */
  const ring = [corner(230, 40), corner(390, 40), corner(390, 160), corner(230, 160), corner(230, 40)];
  const parcel: StaffShape = {
    code: 'JK-014',
    label: 'JK-014',
    look: 'around',
    geometry: { type: 'MultiPolygon', coordinates: [[ring]] },
  };
  const buttons = { left: 300, top: 8, right: 392, bottom: 108 };

  it('moves within it to where it can be read', () => {
    const [[index, place] = [-1, null]] = movedLabels([parcel], { view, size }, [buttons]);
    expect(index).toBe(0);
    if (place === null) throw new Error('half of the parcel is free');
    const { x, y } = pixelOf(place, view, size);
    expect(touchesAny(boxAround({ x, y }, 45, 18), [buttons])).toBe(false);
    expect([x > 230 && x < 390, y > 40 && y < 160]).toEqual([true, true]);
    const [feature] = staffLabels([parcel], new Map([[0, place]])).features;
    expect([feature?.geometry.coordinates, feature?.properties?.['label']]).toEqual([place, 'JK-014']);
  });

  it('is left out where no part of the parcel is free, and stays where nothing covers it', () => {
    const all = { left: 0, top: 0, right: 400, bottom: 300 };
    expect(movedLabels([parcel], { view, size }, [all])).toEqual([[0, null]]);
    expect(staffLabels([parcel], new Map([[0, null]])).features[0]?.properties?.['label']).toBe('');
    expect(movedLabels([parcel], { view, size }, [])).toEqual([]);
    expect(movedLabels([parcel], { view: { ...view, zoom: 12 }, size }, [all])).toEqual([]);
  });
});
