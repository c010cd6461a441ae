import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LonLatBounds, MapView } from '../web/map/mercator.ts';
import {
  lonLatOf,
  metresPerPixel,
  pixelOf,
  roundedView,
  unitMercator,
  viewCentredOn,
  viewOfBounds,
} from '../web/map/mercator.ts';

const size = { width: 960, height: 600 };
const nothing = { top: 0, right: 0, bottom: 0, left: 0 };
const view = fc.record({
  lon: fc.double({ min: 73, max: 136, noNaN: true }),
  lat: fc.double({ min: 3, max: 54, noNaN: true }),
  zoom: fc.double({ min: 5, max: 18, noNaN: true }),
});

describe('web mercator of the map', () => {
  it('puts 0°, 0° into the middle of the world and the edge of EPSG:3857 at its corner', () => {
    expect(unitMercator([0, 0])).toEqual({ x: 0.5, y: 0.5 });
    const corner = unitMercator([-180, 85.0511287798066]);
    expect(corner.x).toBeCloseTo(0, 12);
    expect(corner.y).toBeCloseTo(0, 12);
  });

  it('agrees with EPSG:3857 as PROJ computes it, to a millimetre', () => {
    const worldM = 2 * Math.PI * 6_378_137;
    const { x, y } = unitMercator([119.66881, 29.05]);
    // gdaltransform -s_srs OGC:CRS84 -t_srs EPSG:3857 (GDAL 3.6.2, PROJ 9)
    expect((x - 0.5) * worldM).toBeCloseTo(13_321_470.993037, 3);
    expect((0.5 - y) * worldM).toBeCloseTo(3_382_011.45504238, 3);
  });

  it('finds the place of a pixel again', () => {
    fc.assert(
      fc.property(view, fc.integer({ min: 0, max: 960 }), fc.integer({ min: 0, max: 600 }), (seen, x, y) => {
        const back = pixelOf(lonLatOf({ x, y }, seen, size), seen, size);
        expect(back.x).toBeCloseTo(x, 3);
        expect(back.y).toBeCloseTo(y, 3);
      }),
    );
  });

  it('measures ground on a pixel as MapLibre does: 78,271.5 m at zoom 0 on the equator, half of it at 60°', () => {
    expect(metresPerPixel(0, 0)).toBeCloseTo(78_271.517, 2);
    expect(metresPerPixel(60, 0)).toBeCloseTo(78_271.517 / 2, 2);
    expect(metresPerPixel(29, 13)).toBeCloseTo((78_271.517 * Math.cos((29 * Math.PI) / 180)) / 8192, 4);
  });

  it('keeps fitted bounds out of everything that the page lays over the map', () => {
    const side = fc.integer({ min: 0, max: 200 });
    const padding = fc.record({ top: side, right: side, bottom: side, left: side });
    const corner = fc.tuple(
      fc.double({ min: 118, max: 120, noNaN: true }),
      fc.double({ min: 28, max: 29, noNaN: true }),
    );
    const span = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(corner, span, padding, ([west, south], degrees, covered) => {
        const bounds: LonLatBounds = [west, south, west + degrees, south + degrees];
        const fitted = viewOfBounds(bounds, { size, padding: covered }, 22);
        const upperLeft = pixelOf([bounds[0], bounds[3]], fitted, size);
        const lowerRight = pixelOf([bounds[2], bounds[1]], fitted, size);
        expect(upperLeft.x).toBeGreaterThanOrEqual(covered.left - 0.01);
        expect(upperLeft.y).toBeGreaterThanOrEqual(covered.top - 0.01);
        expect(lowerRight.x).toBeLessThanOrEqual(size.width - covered.right + 0.01);
        expect(lowerRight.y).toBeLessThanOrEqual(size.height - covered.bottom + 0.01);
      }),
    );
  });

  it('goes no nearer than told when the bounds are a point', () => {
    expect(viewOfBounds([119.6, 29, 119.6, 29], { size, padding: nothing }, 14).zoom).toBe(14);
  });

  it('centres a place in the part that is free, not in the container', () => {
    const seen = viewCentredOn([119.6, 29], 13, { top: 100, right: 0, bottom: 0, left: 300 });
    const at = pixelOf([119.6, 29], seen, size);
    expect(at.x).toBeCloseTo((300 + 960) / 2, 3);
    expect(at.y).toBeCloseTo((100 + 600) / 2, 3);
  });

  it('rounds a view for the address by less than two pixels at zoom 15', () => {
    const exact: MapView = { lon: 119.5878154, lat: 29.0462367, zoom: 14.996 };
    const kept = roundedView(exact);
    expect(kept).toEqual({ lon: 119.58782, lat: 29.04624, zoom: 15 });
    const place: [number, number] = [119.585, 29.047];
    const before = pixelOf(place, exact, size);
    const after = pixelOf(place, kept, size);
    expect(Math.hypot(before.x - after.x, before.y - after.y)).toBeLessThan(2);
  });
});
