import type { TextParcel } from '../text-schema.ts';
import type { Point } from './sheet.ts';

/** Semi-major axis in metres and flattening of CGCS2000 (GB 22021-2008). */
const semiMajorMetres = 6_378_137;
const flattening = 1 / 298.257222101;

/** A parcel's rings in metres east and south of the middle of its extent. */
export type LocalPlan = {
  rings: Point[][];
  /** Longitude and latitude of the middle, in degrees. */
  middle: [number, number];
  size: { width: number; height: number };
};

/**
 * Equirectangular about the middle of the extent, with the ellipsoid's radii there: over 10 km at latitude 60 it errs by
 * less than 0.2 %, over a parcel by less than a line is wide.
 */
export function localPlan({ code, polygons }: TextParcel): LocalPlan {
  const rings = polygons.flat();
  const points = rings.flat();
  if (points.length === 0) throw new Error(`parcel ${code} has no outline to draw`);
  const [west, east] = rangeOf(points.map(([longitude]) => longitude));
  const [south, north] = rangeOf(points.map(([, latitude]) => latitude));
  const middle: [number, number] = [(west + east) / 2, (south + north) / 2];
  const perDegree = metresPerDegree(middle[1]);
  return {
    middle,
    size: { width: (east - west) * perDegree.east, height: (north - south) * perDegree.north },
    rings: rings.map((ring) =>
      ring.map(([longitude, latitude]) => ({
        x: (longitude - middle[0]) * perDegree.east,
        y: (middle[1] - latitude) * perDegree.north,
      })),
    ),
  };
}

/** The radii of curvature across and along the meridian. */
function metresPerDegree(latitude: number): { east: number; north: number } {
  const radians = (latitude * Math.PI) / 180;
  const eccentricity = flattening * (2 - flattening);
  const root = Math.sqrt(1 - eccentricity * Math.sin(radians) ** 2);
  const across = semiMajorMetres / root;
  const along = (semiMajorMetres * (1 - eccentricity)) / root ** 3;
  return { east: (across * Math.cos(radians) * Math.PI) / 180, north: (along * Math.PI) / 180 };
}

const pointsPerMetre = 72 / 0.0254;

/** The scale's denominator: the largest plan, at a round scale, that goes into `room` (points). 500, 1000, 2000, 5000 … */
export function scaleFor(size: LocalPlan['size'], room: { width: number; height: number }): number {
  const needed = Math.max(size.width / room.width, size.height / room.height) * pointsPerMetre;
  return roundNumber(needed, 500);
}

/** Points on paper for a metre on the ground. */
export function pointsAt(denominator: number): number {
  return pointsPerMetre / denominator;
}

/** A round number of metres whose bar is no shorter than `points`. */
export function barMetres(denominator: number, points: number): number {
  return roundNumber(points / pointsAt(denominator), 1);
}

/** The first of 1, 2, 5, 10, 20, 50 … that is neither below `least` nor below `number`. */
function roundNumber(number: number, least: number): number {
  for (let power = 1; ; power *= 10) {
    const found = [power, 2 * power, 5 * power].find((round) => round >= number && round >= least);
    if (found !== undefined) return found;
  }
}

function rangeOf(numbers: number[]): [number, number] {
  return numbers.reduce<[number, number]>(
    ([low, high], number) => [Math.min(low, number), Math.max(high, number)],
    [Infinity, -Infinity],
  );
}
