import type { PublicGeometry } from '../../../api/parcels/schema.ts';
import { doubleArea } from '../outline.ts';

/** CGCS2000 (GB 22021-2008): semi-major axis in metres, first eccentricity squared. */
const semiMajorM = 6_378_137;
const eccentricity2 = 0.0066943800229;

/**
 * Area in m² of what is being drawn, by the ellipsoid's radii at the middle of the shape: within a ten-thousandth of the
 * survey's plane for a parcel, near enough to draw by. What counts is the server's.
 */
export function drawnAreaM2({ coordinates }: PublicGeometry): number {
  return coordinates.reduce((sum, rings) => {
    const [outer = 0, ...holes] = rings.map(ringAreaM2);
    return sum + outer - holes.reduce((all, hole) => all + hole, 0);
  }, 0);
}

function ringAreaM2(ring: readonly [number, number][]): number {
  const lats = ring.map(([, lat]) => lat);
  const latMiddle = ((Math.min(...lats) + Math.max(...lats)) / 2) * (Math.PI / 180);
  const flattened = 1 - eccentricity2 * Math.sin(latMiddle) ** 2;
  const acrossM = (semiMajorM / Math.sqrt(flattened)) * Math.cos(latMiddle) * (Math.PI / 180);
  const alongM = ((semiMajorM * (1 - eccentricity2)) / flattened ** 1.5) * (Math.PI / 180);
  const [lonOrigin = 0, latOrigin = 0] = ring[0] ?? [];
  const points = ring.map(([lon, lat]) => ({
    x: (lon - lonOrigin) * acrossM,
    y: (lat - latOrigin) * alongM,
  }));
  return Math.abs(doubleArea(points)) / 2;
}
