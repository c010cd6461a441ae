import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planeAreaM2 } from '../api/imports/geometry.ts';
import { drawnAreaM2 } from '../web/map/console/drawn-area.ts';
import { inSight } from '../web/map/console/in-sight.ts';
import { snapTo } from '../web/map/console/snapping.ts';
import { staffStyle } from '../web/map/console/staff-style.ts';

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
