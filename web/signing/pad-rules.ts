export type Point = { x: number; y: number };
export type Stroke = readonly Point[];

/** What a signature may hold (signing-schema.ts). */
const mostStrokes = 60;
const mostPoints = 500;
/** In all strokes: a request stays below 256 KiB. */
const mostPointsInAll = 6_000;
/** Nearer points add nothing that can be seen. */
const leastStep = 0.004;
/** Width to height of the place in the file where the strokes are drawn. */
const placeAspect = 168 / 92;

/** The stroke with one more point of the unit square; as it was where the point is too near or one too many. */
export function withPoint(stroke: Stroke, point: Point): Stroke {
  const last = stroke.at(-1);
  const next = { x: inUnit(point.x), y: inUnit(point.y) };
  if (last !== undefined && Math.hypot(next.x - last.x, next.y - last.y) < leastStep) return stroke;
  return stroke.length >= mostPoints ? stroke : [...stroke, next];
}

/** Another stroke may begin. */
export function hasRoom(strokes: readonly Stroke[]): boolean {
  const points = strokes.reduce((sum, { length }) => sum + length, 0);
  return strokes.length < mostStrokes && points + mostPoints <= mostPointsInAll;
}

/** Anything that can be seen: a mere tap draws nothing. */
export function isWritten(strokes: readonly Stroke[]): boolean {
  return strokes.some((stroke) => stroke.length > 1);
}

/**
 * The strokes as the file draws them, in the unit square of their place there: as large as they go, in the middle, and as
 * wide to high as they were written. `aspect`: width to height of the pad.
 */
export function strokesForFile(strokes: readonly Stroke[], aspect: number): Point[][] {
  const drawn = strokes.filter((stroke) => stroke.length > 1);
  const points = drawn.flat().map(({ x, y }) => ({ x: x * aspect, y }));
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const scale = Math.min(
    placeAspect / Math.max(right - left, leastStep),
    1 / Math.max(bottom - top, leastStep),
  );
  return drawn.map((stroke) =>
    stroke.map(({ x, y }) => ({
      x: inUnit(0.5 + ((x * aspect - (left + right) / 2) * scale) / placeAspect),
      y: inUnit(0.5 + (y - (top + bottom) / 2) * scale),
    })),
  );
}

function inUnit(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
}
