import type { PlanePoint } from './inputs.ts';

/** Signed area of an open ring, positive counter-clockwise. */
export function signedArea(ring: PlanePoint[]): number {
  const [originU, originV] = ring[0] ?? [0, 0];
  const doubled = ring.reduce((sum, [u, v], index) => {
    const [nextU, nextV] = ring[(index + 1) % ring.length] ?? [u, v];
    return sum + (u - originU) * (nextV - originV) - (nextU - originU) * (v - originV);
  }, 0);
  return doubled / 2;
}

/** A straight line through `from` and `to`; what lies to its left is kept. */
export type Cut = { from: PlanePoint; to: PlanePoint };

/** Positive to the left of the cut. */
export function side({ from, to }: Cut, [u, v]: PlanePoint): number {
  return (to[0] - from[0]) * (v - from[1]) - (to[1] - from[1]) * (u - from[0]);
}

function crossing(cut: Cut, start: PlanePoint, end: PlanePoint): PlanePoint {
  const before = side(cut, start);
  const share = before / (before - side(cut, end));
  return [start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])];
}

/** An open ring without what lies to the right of the cut (Sutherland and Hodgman 1974). */
export function clipRing(ring: PlanePoint[], cut: Cut): PlanePoint[] {
  return ring.flatMap((point, index) => {
    const previous = ring.at(index - 1) ?? point;
    const inside = side(cut, point) >= 0;
    const entering = inside !== side(cut, previous) >= 0;
    return [...(entering ? [crossing(cut, previous, point)] : []), ...(inside ? [point] : [])];
  });
}

/** A two-point line without what lies to the right of the cut; empty when nothing is left. */
export function clipSegment(line: PlanePoint[], cut: Cut): PlanePoint[] {
  const [start, end] = line;
  if (!start || !end) return [];
  const [startIn, endIn] = [side(cut, start) >= 0, side(cut, end) >= 0];
  if (startIn && endIn) return [start, end];
  if (!startIn && !endIn) return [];
  const edge = crossing(cut, start, end);
  return startIn ? [start, edge] : [edge, end];
}

/** Cut moved by `distanceM` to its left. */
export function shifted({ from, to }: Cut, distanceM: number): Cut {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const [u, v] = [(-(to[1] - from[1]) / length) * distanceM, ((to[0] - from[0]) / length) * distanceM];
  return { from: [from[0] + u, from[1] + v], to: [to[0] + u, to[1] + v] };
}

/** One pass of corner cutting (Chaikin 1974); the ends stay. */
export function softened(line: PlanePoint[]): PlanePoint[] {
  const first = line[0];
  const last = line.at(-1);
  if (!first || !last) return line;
  const cut = line.slice(1).flatMap((end, index): PlanePoint[] => {
    const start = line[index] ?? end;
    const at = (share: number): PlanePoint => [
      start[0] + share * (end[0] - start[0]),
      start[1] + share * (end[1] - start[1]),
    ];
    return [at(0.25), at(0.75)];
  });
  return [first, ...cut, last];
}

/**
 * The two banks of a stream along `line` as one open ring. The width breathes a little so that it looks grown, and
 * runs out at both ends, because the plan ends where the stream does not.
 */
export function stream(line: PlanePoint[], widthM: number): PlanePoint[] {
  const bank = (direction: number): PlanePoint[] =>
    line.map(([u, v], index) => {
      const [beforeU, beforeV] = line[index - 1] ?? [u, v];
      const [afterU, afterV] = line[index + 1] ?? [u, v];
      const length = Math.hypot(afterU - beforeU, afterV - beforeV);
      const runOut = Math.min(1, (8 * index) / line.length, (8 * (line.length - 1 - index)) / line.length);
      const half = direction * (widthM / 2) * runOut * (1 + 0.18 * Math.sin(index * 1.3 + direction));
      return [u - ((afterV - beforeV) / length) * half, v + ((afterU - beforeU) / length) * half];
    });
  return [...bank(1), ...bank(-1).reverse()];
}
