export type Position = [number, number];
export type Segment = [Position, Position];

export function segmentsOf(line: Position[]): Segment[] {
  return line.slice(1).map((end, index) => [line[index] ?? end, end]);
}

/** Even-odd rule; points on the ring itself may fall either way. */
export function contains(ring: Position[], [x, y]: Position): boolean {
  return segmentsOf([...ring, ring[0] ?? [0, 0]]).reduce((inside, [[ax, ay], [bx, by]]) => {
    const crosses = ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax);
    return crosses ? !inside : inside;
  }, false);
}

function turn([ax, ay]: Position, [bx, by]: Position, [cx, cy]: Position): number {
  return Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
}

/** True where two segments cross in a point inside both; touching at an end is no crossing. */
export function cross([a, b]: Segment, [c, d]: Segment): boolean {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

export function linesCross(first: Position[], second: Position[]): boolean {
  const others = segmentsOf(second);
  return segmentsOf(first).some((segment) => others.some((other) => cross(segment, other)));
}

/** Area of a ring on a plane. */
export function areaOf(ring: Position[]): number {
  const [originX, originY] = ring[0] ?? [0, 0];
  const doubled = segmentsOf([...ring, ring[0] ?? [0, 0]]).reduce(
    (sum, [[ax, ay], [bx, by]]) => sum + (ax - originX) * (by - originY) - (bx - originX) * (ay - originY),
    0,
  );
  return Math.abs(doubled) / 2;
}
