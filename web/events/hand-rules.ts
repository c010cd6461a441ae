type Stroke = readonly { x: number; y: number }[];

/** How long one hand is written, all its strokes together. */
export const handMs = 2_500;
/** Between two strokes, as part of the whole. */
const pauseShare = 0.15;
/** The place in the file where it was written, in points. */
const place = { width: 168, height: 92 };

/** A stroke in the square of its place, as a path (SVG 2, 9.3). */
export function pathOf(stroke: Stroke): string {
  const points = stroke.map(({ x, y }) => `${tenth(x * place.width)} ${tenth(y * place.height)}`);
  return points.length === 0 ? '' : `M${points.join('L')}`;
}

/**
 * When each stroke of a hand begins and how long it lasts, in milliseconds: by its length, with a pause between two; all of them
 * within `handMs`. `index`: so many hands are written before.
 */
export function strokeTimes(
  strokes: readonly Stroke[],
  index: number,
): { beginMs: number; lastsMs: number }[] {
  const lengths = strokes.map(lengthOf);
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  if (whole === 0) return strokes.map(() => ({ beginMs: index * handMs, lastsMs: 0 }));
  const pauseMs = strokes.length > 1 ? (handMs * pauseShare) / (strokes.length - 1) : 0;
  const inkMs = handMs - pauseMs * (strokes.length - 1);
  let at = index * handMs;
  return lengths.map((length) => {
    const time = { beginMs: at, lastsMs: (length / whole) * inkMs };
    at += time.lastsMs + pauseMs;
    return time;
  });
}

function lengthOf(stroke: Stroke): number {
  return stroke
    .slice(1)
    .reduce(
      (sum, { x, y }, index) => sum + Math.hypot(x - (stroke[index]?.x ?? x), y - (stroke[index]?.y ?? y)),
      0,
    );
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
