import type { TableColumn } from './table-columns.ts';

const headAndAirPx = 72;
const linePx = 44;
/** A label above two lines of words. */
const placePx = 60;

/** Park and town are names of any length: they take the whole width of a card. */
export function takesWholeWidth({ key }: Pick<TableColumn, 'key'>): boolean {
  return key === 'place';
}

/** A long list of cards has cards of one height: head, names, two values a line, and air. */
export function cardHeightPx(columns: readonly Pick<TableColumn, 'key'>[]): number {
  const names = columns.filter(takesWholeWidth).length;
  return headAndAirPx + placePx * names + linePx * Math.ceil((columns.length - names) / 2);
}
