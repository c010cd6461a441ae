/** Where the text stands in the window, in CSS pixels from its upper edge; `bottom`: where the window's foot begins. */
export type ReadingPlace = { top: number; height: number; bottom: number };

/** What rounding and a finger leave of the last line. */
const tolerancePx = 8;

/** How much of the text has been on the screen, from 0 to 1; a text without height is not there yet. */
export function shareRead({ top, height, bottom }: ReadingPlace): number {
  if (height <= 0) return 0;
  if (bottom >= top + height - tolerancePx) return 1;
  return Math.max(0, (bottom - top) / height);
}

/** 还有第五条至第七条: the first and last clause (from 1) whose headings have not been on the screen; null for none. */
export function clausesLeft(tops: readonly number[], bottom: number): { from: number; to: number } | null {
  const first = tops.findIndex((top) => top > bottom);
  return first === -1 ? null : { from: first + 1, to: tops.length };
}
