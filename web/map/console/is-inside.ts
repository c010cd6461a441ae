import type { PublicGeometry } from '../../../api/parcels/schema.ts';
import type { LonLat } from '../mercator.ts';

/** Whether a point lies in a shape and in none of its holes, by the even-odd rule. */
export function isInside([lon, lat]: LonLat, { coordinates }: PublicGeometry): boolean {
  return coordinates.flat().filter((ring) => crossesOdd(ring, lon, lat)).length % 2 === 1;
}

/** A ray to the east crosses the ring an odd number of times. */
function crossesOdd(ring: readonly LonLat[], lon: number, lat: number): boolean {
  const crossings = ring.filter(([startLon, startLat], index) => {
    const [endLon, endLat] = ring[index + 1] ?? [startLon, startLat];
    if (startLat > lat === endLat > lat) return false;
    return lon < startLon + ((lat - startLat) / (endLat - startLat)) * (endLon - startLon);
  });
  return crossings.length % 2 === 1;
}
