/** Lists up to here are drawn whole: the browser's own search in the page finds every row. */
export const wholeUpTo = 60;
/** Rows drawn beyond the visible ones on either side, so that scrolling and the Tab key meet rows, not gaps. */
export const overscanRows = 12;

/** What of a long list is seen: rows of one height, in pixels from the top of the list. */
export type Sight = { count: number; rowPx: number; topPx: number; heightPx: number };

/** Rows `from` (inclusive) to `to` (exclusive). */
export type RowRange = { from: number; to: number };

/** The rows to be drawn: all of a short list, else those in sight and some around them. */
export function rowsToDraw({ count, rowPx, topPx, heightPx }: Sight): RowRange {
  if (count <= wholeUpTo) return { from: 0, to: count };
  const first = Math.floor(topPx / rowPx);
  const last = Math.ceil((topPx + heightPx) / rowPx);
  const from = Math.min(Math.max(0, first - overscanRows), Math.max(0, count - overscanRows));
  return { from, to: Math.max(from, Math.min(count, last + overscanRows)) };
}

/** A stretch of the list: one row, or a gap as high as the rows that are not drawn there. */
export type Stretch = { kind: 'row'; index: number } | { kind: 'gap'; from: number; rows: number };

/**
 * The list from its first row to its last. Rows in `kept` are drawn wherever they are, such as the one that has the
 * focus: taken away, the focus would fall back to the top of the page.
 */
export function stretchesOf(count: number, { from, to }: RowRange, kept: readonly number[]): Stretch[] {
  const beside = kept.filter((index) => index >= 0 && index < count && (index < from || index >= to));
  const drawn = Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
  const indices = [...new Set([...beside, ...drawn])].sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  let next = 0;
  for (const index of indices) {
    if (index > next) stretches.push({ kind: 'gap', from: next, rows: index - next });
    stretches.push({ kind: 'row', index });
    next = index + 1;
  }
  if (next < count) stretches.push({ kind: 'gap', from: next, rows: count - next });
  return stretches;
}

/** Where to scroll so that a row is whole in sight with a neighbour on either side, or nowhere when it is already. */
export function scrollToRow(index: number, { rowPx, topPx, heightPx }: Omit<Sight, 'count'>): number | null {
  const above = (index - 1) * rowPx;
  const below = (index + 2) * rowPx;
  if (above < topPx) return Math.max(0, above);
  return below > topPx + heightPx ? Math.max(0, below - heightPx) : null;
}

/** Which row a key leads to; null when the key is not one of a list. */
export function rowByKey(key: string, index: number, { count, heightPx, rowPx }: Sight): number | null {
  const page = Math.max(1, Math.floor(heightPx / rowPx) - 1);
  const target = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: count - 1,
  }[key];
  return target === undefined ? null : Math.min(count - 1, Math.max(0, target));
}
