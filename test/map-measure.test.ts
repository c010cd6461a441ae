import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LonLat } from '../web/map/mercator.ts';
import { areaM2, areaWords, isCrossed, lengthM, lengthWords } from '../web/map/tools/measure.ts';
import { degreesText, freeCentrePosition, positionText } from '../web/map/tools/position.ts';

/** A square of about a kilometre near Jinhua, counter-clockwise. */
const west = 119.6;
const south = 29.0;
const widthDegrees = 1000 / (111_195 * Math.cos((south * Math.PI) / 180));
const heightDegrees = 1000 / 111_195;
const square: LonLat[] = [
  [west, south],
  [west + widthDegrees, south],
  [west + widthDegrees, south + heightDegrees],
  [west, south + heightDegrees],
];
const place = fc.tuple(
  fc.double({ min: 118, max: 121, noNaN: true }),
  fc.double({ min: 28, max: 30, noNaN: true }),
);

describe('a measured distance', () => {
  it('is that of the ground, not of the projected map', () => {
    expect(lengthM(square)).toBeGreaterThan(2990);
    expect(lengthM(square)).toBeLessThan(3010);
  });

  it('is the same both ways and never shorter than the way across', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 8 }), (points) => {
        const there = lengthM(points);
        expect(lengthM(points.toReversed())).toBeCloseTo(there, 3);
        const ends = [points[0], points.at(-1)].filter((point) => point !== undefined);
        expect(there).toBeGreaterThanOrEqual(lengthM(ends) - 1e-6);
      }),
    );
  });

  it('is written in metres below a kilometre and in kilometres from there on', () => {
    expect(lengthWords(0, 'en')).toEqual({ value: '0', unit: 'm' });
    expect(lengthWords(999.4, 'zh-CN')).toEqual({ value: '999', unit: 'm' });
    expect(lengthWords(999.6, 'zh-CN')).toEqual({ value: '1.00', unit: 'km' });
    expect(lengthWords(12_345, 'en')).toEqual({ value: '12.35', unit: 'km' });
  });
});

describe('a measured area', () => {
  it('closes the ring itself and is within half a per cent of the ground', () => {
    expect(areaM2(square)).toBeGreaterThan(995_000);
    expect(areaM2(square)).toBeLessThan(1_005_000);
    expect(areaM2(square.toReversed())).toBeCloseTo(areaM2(square), 3);
  });

  it('is nothing below three points', () => {
    expect(areaM2(square.slice(0, 2))).toBe(0);
  });

  it('is written in 亩 first, then 公顷 and m²', () => {
    expect(areaWords(10_000, 'zh-CN')).toEqual([
      { value: '15.0', unit: '亩' },
      { value: '1.00', unit: '公顷' },
      { value: '10,000', unit: 'm²' },
    ]);
  });

  it('is refused where sides cross, and for no other reason', () => {
    const [a, b, c, d] = square;
    if (!a || !b || !c || !d) throw new Error('a square has four corners');
    expect(isCrossed([a, c, b, d])).toBe(true);
    expect(isCrossed(square)).toBe(false);
    expect(isCrossed(square.toReversed())).toBe(false);
    fc.assert(
      fc.property(place, place, place, (...triangle) => {
        expect(isCrossed(triangle)).toBe(false);
      }),
    );
  });
});

describe('a position', () => {
  it('has five places, longitude first', () => {
    expect(degreesText([119.6, 29.123456])).toEqual({ lon: '119.60000', lat: '29.12346' });
    expect(positionText([119.6, 29.123456])).toBe('119.60000,29.12346');
  });

  it('of the middle is that of what the page leaves free', () => {
    const view = { lon: 119.6, lat: 29, zoom: 12 };
    const size = { width: 400, height: 800 };
    const whole = { top: 0, right: 0, bottom: 0, left: 0 };
    const [lon, lat] = freeCentrePosition(view, size, whole);
    expect(lon).toBeCloseTo(119.6, 9);
    expect(lat).toBeCloseTo(29, 9);
    expect(freeCentrePosition(view, size, { ...whole, bottom: 400 })[1]).toBeGreaterThan(29.01);
  });
});
