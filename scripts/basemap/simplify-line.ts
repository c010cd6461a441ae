/** [x, y] in one unit of length. */
export type PlanePoint = [number, number];

function distanceToSegment([x, y]: PlanePoint, [ax, ay]: PlanePoint, [bx, by]: PlanePoint): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along =
    length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
}

/** Indices to keep so that no dropped point is farther than `tolerance` from the line (Douglas and Peucker 1973). */
export function keptIndices(line: PlanePoint[], tolerance: number): number[] {
  const first = line[0];
  const last = line.at(-1);
  if (first === undefined || last === undefined || line.length < 3) return line.map((_, index) => index);
  let farthest = 0;
  let distance = 0;
  for (const [index, point] of line.entries()) {
    const away = distanceToSegment(point, first, last);
    if (away > distance) [farthest, distance] = [index, away];
  }
  if (distance <= tolerance) return [0, line.length - 1];
  const head = keptIndices(line.slice(0, farthest + 1), tolerance);
  const tail = keptIndices(line.slice(farthest), tolerance).map((index) => index + farthest);
  return [...head, ...tail.slice(1)];
}
