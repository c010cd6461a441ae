import area from '@turf/area';
import distance from '@turf/distance';
import type { Locale, Measure } from '../../../api/units/rules.ts';
import { formatArea, formatNumber } from '../../../api/units/rules.ts';
import type { LonLat } from '../mercator.ts';

/** 测距: a line of straight parts. 测面积: a ring that closes itself. */
export type MeasureKind = 'distance' | 'area';

/** Metres along the points on a sphere of 6371 km, which is within 0.5 % of the ellipsoid of CGCS2000. */
export function lengthM(points: LonLat[]): number {
  return parts(points).reduce((sum, part) => sum + part, 0);
}

/** Metres of each straight part. */
export function parts(points: LonLat[]): number[] {
  return points.slice(1).map((point, index) => distance(points[index] ?? point, point, { units: 'meters' }));
}

/** Square metres inside the ring that the points make when the last is joined to the first; 0 below three points. */
export function areaM2(points: LonLat[]): number {
  return points.length < 3 ? 0 : area({ type: 'Polygon', coordinates: [closed(points)] });
}

/** The points with the first repeated at the end. */
export function closed(points: LonLat[]): LonLat[] {
  return [...points, ...points.slice(0, 1)];
}

/** Whether two sides of the ring cross: then it has no inside of which an area could be told. */
export function isCrossed(points: LonLat[]): boolean {
  const ring = closed(points);
  const sides = points.map((start, index) => ({ start, end: ring[index + 1] ?? start }));
  return sides.some((one, index) =>
    sides.slice(index + 2).some((other, step) => {
      const neighbours = index === 0 && index + 2 + step === sides.length - 1;
      return !neighbours && cross(one, other);
    }),
  );
}

type Side = { start: LonLat; end: LonLat };

function cross(one: Side, other: Side): boolean {
  const apart = (side: Side, a: LonLat, b: LonLat) => turn(side, a) * turn(side, b) < 0;
  return apart(one, other.start, other.end) && apart(other, one.start, one.end);
}

/** Positive where the point lies on the left of the side. */
function turn({ start, end }: Side, [x, y]: LonLat): number {
  return (end[0] - start[0]) * (y - start[1]) - (end[1] - start[1]) * (x - start[0]);
}

/** Whole metres below a kilometre, then kilometres to ten metres: what a click on a map can mean. */
export function lengthWords(metres: number, locale: Locale): Measure {
  if (Math.round(metres) < 1000) return { value: formatNumber(metres, { locale, decimals: 0 }), unit: 'm' };
  return { value: formatNumber(metres / 1000, { locale, fixed: true }), unit: 'km' };
}

/** 亩, 公顷 and m², in the order in which the trade reads them. */
export function areaWords(squareMetres: number, locale: Locale): Measure[] {
  return [
    formatArea(squareMetres, 'mu', { locale, decimals: 1, fixed: true }),
    formatArea(squareMetres, 'hectare', { locale, decimals: 2, fixed: true }),
    formatArea(squareMetres, 'm²', { locale, decimals: 0 }),
  ];
}
