import type { Pixel } from '../mercator.ts';

/** So near a corner or an edge of a neighbour, a point goes there. */
const reachPx = 12;

/** The corner in reach, else the nearest place on an edge in reach; null where nothing is. Rings in pixels, closed. */
export function snapTo(point: Pixel, rings: readonly (readonly Pixel[])[]): Pixel | null {
  return (
    nearest(point, rings.flat()) ??
    nearest(
      point,
      rings.flatMap((ring) => feet(point, ring)),
    )
  );
}

function nearest(point: Pixel, candidates: readonly Pixel[]): Pixel | null {
  let best: Pixel | null = null;
  let bestPx = reachPx;
  for (const candidate of candidates) {
    const distancePx = Math.hypot(candidate.x - point.x, candidate.y - point.y);
    if (distancePx > bestPx) continue;
    best = candidate;
    bestPx = distancePx;
  }
  return best;
}

function feet(point: Pixel, ring: readonly Pixel[]): Pixel[] {
  return ring.slice(1).flatMap((end, index) => {
    const start = ring[index];
    if (start === undefined) return [];
    const along = { x: end.x - start.x, y: end.y - start.y };
    const length2 = along.x ** 2 + along.y ** 2;
    if (length2 === 0) return [];
    const share = ((point.x - start.x) * along.x + (point.y - start.y) * along.y) / length2;
    if (share < 0 || share > 1) return [];
    return [{ x: start.x + share * along.x, y: start.y + share * along.y }];
  });
}
