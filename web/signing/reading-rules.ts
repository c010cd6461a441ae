/**
 * Where the text stands in the window, in CSS pixels from its upper edge; `bottom`: where the window's foot begins; `marks`: the
 * headings one after another, and the end. A mark on the screen says that what stands before it was on the screen too.
 */
export type ReadingPlace = {
  top: number;
  height: number;
  bottom: number;
  windowPx: number;
  marks: readonly number[];
};

/** What rounding and a finger leave of the last line. */
const tolerancePx = 8;

/** The marks (from 0) that are on the screen. A window's height counts as one screen, so that leafing misses none of them. */
export function marksInSight({ height, bottom, windowPx, marks }: ReadingPlace): number[] {
  // A text without height is not there yet.
  if (height <= 0) return [];
  return [...marks.entries()]
    .filter(([, top]) => top <= bottom + tolerancePx && top >= bottom - windowPx)
    .map(([mark]) => mark);
}

/** Marks `from` to `to`, side by side, that nobody passed; `isSkipped`: they lie above the window. */
export type MarksLeft = { from: number; to: number; isSkipped: boolean };

/** The first of the marks that were left out, and those right behind it; null when all were passed. */
export function marksLeft(place: ReadingPlace, passed: ReadonlySet<number>): MarksLeft | null {
  const { marks, bottom, windowPx } = place;
  const from = marks.findIndex((_, mark) => !passed.has(mark));
  if (from === -1) return null;
  const next = marks.findIndex((_, mark) => mark > from && passed.has(mark));
  const isSkipped = place.height > 0 && (marks[from] ?? 0) < bottom - windowPx;
  return { from, to: (next === -1 ? marks.length : next) - 1, isSkipped };
}

/** How much of the text was read, from 0 to 1: as far as the window reaches, but not beyond what was left out. */
export function shareRead(place: ReadingPlace, left: MarksLeft | null): number {
  if (left === null) return 1;
  const { top, height, bottom, marks } = place;
  if (height <= 0) return 0;
  const reached = Math.min(bottom, marks[left.from] ?? bottom);
  return Math.min(0.99, Math.max(0, (reached - top) / height));
}
