import { describe, expect, it } from 'vitest';
import type { PublicGeometry } from '../api/parcels/schema.ts';
import { edgeLengths } from '../web/map/edges.ts';
import { labelRoom, zoomThatFits } from '../web/map/label-room.ts';
import { boundsOf, localMetres, outerRings, unitedBounds } from '../web/map/outline.ts';

const origin: [number, number] = [119.6, 29];
const metresPerDegreeLat = 111_195;
const metresPerDegreeLon = metresPerDegreeLat * Math.cos((29 * Math.PI) / 180);

/** Corners in metres east and north of the origin, turned clockwise by degrees; the ring is closed here. */
function parcel(corners: [number, number][], clockwiseDegrees = 0): PublicGeometry {
  const turn = (-clockwiseDegrees * Math.PI) / 180;
  const ring = [...corners, ...corners.slice(0, 1)].map(([east, north]): [number, number] => [
    origin[0] + (east * Math.cos(turn) - north * Math.sin(turn)) / metresPerDegreeLon,
    origin[1] + (east * Math.sin(turn) + north * Math.cos(turn)) / metresPerDegreeLat,
  ]);
  return { type: 'MultiPolygon', coordinates: [[ring]] };
}

const rule = { precisionM: 10, shortestM: 90 };
const rectangle: [number, number][] = [
  [0, 0],
  [243, 0],
  [243, 178],
  [0, 178],
];

describe('lengths of the sides of a parcel', () => {
  it('rounds each side to the precision of the public geometry', () => {
    const lengths = edgeLengths(parcel(rectangle), rule).map(({ lengthM }) => lengthM);
    expect(lengths).toEqual([240, 180, 240, 180]);
  });

  it('leaves out sides shorter than 90 m', () => {
    const notched = parcel([
      [0, 0],
      [300, 0],
      [300, 150],
      [240, 150],
      [240, 200],
      [0, 200],
    ]);
    expect(edgeLengths(notched, rule).map(({ lengthM }) => lengthM)).toEqual([300, 150, 240, 200]);
  });

  it('reads a straight side with a vertex on it as one side', () => {
    const withExtra = parcel([
      [0, 0],
      [100, 2],
      [243, 0],
      [243, 178],
      [0, 178],
    ]);
    expect(edgeLengths(withExtra, rule)).toHaveLength(4);
  });

  it('puts the text of a north-up rectangle outside on all four sides, whichever way the ring runs', () => {
    for (const corners of [rectangle, rectangle.toReversed()]) {
      const sides = edgeLengths(parcel(corners), rule);
      const bottom = sides.find(({ position }) => position[1] === origin[1]);
      const top = sides.find(({ position, lengthM }) => lengthM === 240 && position[1] > origin[1]);
      expect(bottom).toMatchObject({ side: 'below' });
      expect(top).toMatchObject({ side: 'above' });
    }
  });

  it('never stands text on its head, however the parcel is turned', () => {
    for (let degrees = 0; degrees < 360; degrees += 7) {
      const sides = edgeLengths(parcel(rectangle, degrees), rule);
      expect(sides).toHaveLength(4);
      for (const { turnDegrees } of sides) expect(Math.abs(turnDegrees)).toBeLessThanOrEqual(90);
    }
  });

  it('keeps every text outside, however the parcel is turned', () => {
    for (let degrees = 1; degrees < 360; degrees += 7) {
      const geometry = parcel(rectangle, degrees);
      const [west, south, east, north] = boundsOf(outerRings(geometry));
      const middle = localMetres([(west + east) / 2, (south + north) / 2], origin);
      for (const { position, turnDegrees, side } of edgeLengths(geometry, rule)) {
        const at = localMetres(position, origin);
        const up = ((turnDegrees - 90) * Math.PI) / 180;
        const outward = side === 'above' ? 1 : -1;
        const stepped = { x: at.x + Math.cos(up) * outward, y: at.y + Math.sin(up) * outward };
        const before = Math.hypot(at.x - middle.x, at.y - middle.y);
        expect(Math.hypot(stepped.x - middle.x, stepped.y - middle.y)).toBeGreaterThan(before);
      }
    }
  });

  it('answers nothing for a geometry without rings', () => {
    expect(edgeLengths({ type: 'MultiPolygon', coordinates: [] }, rule)).toEqual([]);
  });
});

describe('room for a label in a parcel', () => {
  const middle: [number, number] = [
    origin[0] + 120 / metresPerDegreeLon,
    origin[1] + 89 / metresPerDegreeLat,
  ];

  it('is the line through its middle that lies inside', () => {
    const { widthM, heightM } = labelRoom(parcel(rectangle), middle);
    expect(widthM).toBeCloseTo(240, 0);
    expect(heightM).toBeCloseTo(178, 0);
  });

  it('is nothing for a point outside', () => {
    expect(labelRoom(parcel(rectangle), [origin[0] - 1, origin[1]])).toEqual({ widthM: 0, heightM: 0 });
  });

  it('begins at the first step at which the label fits and stays away where none does', () => {
    const place = { lat: 29, steps: [12.6, 13, 14] as const };
    const need = { widthPx: 24, heightPx: 14 };
    // 24 px are 265 m at zoom 12.6 and 201 m at zoom 13.
    expect(zoomThatFits({ widthM: 266, heightM: 200 }, need, place)).toBe(12.6);
    expect(zoomThatFits({ widthM: 240, heightM: 178 }, need, place)).toBe(13);
    expect(zoomThatFits({ widthM: 20, heightM: 200 }, need, place)).toBeNull();
  });
});

describe('bounds', () => {
  it('unites to the smallest that holds all, and to null for none', () => {
    expect(unitedBounds([])).toBeNull();
    expect(
      unitedBounds([
        [119, 29, 119.5, 29.2],
        [119.4, 28.8, 119.6, 29.1],
      ]),
    ).toEqual([119, 28.8, 119.6, 29.2]);
  });
});
