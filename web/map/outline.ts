import type { PublicGeometry } from '../../api/parcels/schema.ts';
import type { LonLat, LonLatBounds, Pixel } from './mercator.ts';

/** A closed ring of [lon, lat]; the first position is repeated at the end. */
export type Ring = LonLat[];

const metresPerDegree = 111_195;

/** Metres east and south of an origin: true to a millimetre within some kilometres, y down as on a screen. */
export function localMetres([lon, lat]: LonLat, [lonOrigin, latOrigin]: LonLat): Pixel {
  const shrink = Math.cos((latOrigin * Math.PI) / 180);
  return { x: (lon - lonOrigin) * metresPerDegree * shrink, y: (latOrigin - lat) * metresPerDegree };
}

/** Outer rings only, without holes. */
export function outerRings({ coordinates }: PublicGeometry): Ring[] {
  return coordinates.flatMap((polygon) => polygon.slice(0, 1));
}

/** Positive where the ring runs clockwise as seen on a screen (y down), half of it the area in the points' unit². */
export function doubleArea(points: Pixel[]): number {
  return points.reduce((sum, point, index) => {
    const next = points[(index + 1) % points.length] ?? point;
    return sum + point.x * next.y - next.x * point.y;
  }, 0);
}

export function boundsOf(rings: Ring[]): LonLatBounds {
  const positions = rings.flat();
  const lons = positions.map(([lon]) => lon);
  const lats = positions.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

export function unitedBounds(all: LonLatBounds[]): LonLatBounds | null {
  const [first, ...rest] = all;
  if (first === undefined) return null;
  return rest.reduce<LonLatBounds>(
    ([west, south, east, north], [w, s, e, n]) => [
      Math.min(west, w),
      Math.min(south, s),
      Math.max(east, e),
      Math.max(north, n),
    ],
    first,
  );
}
