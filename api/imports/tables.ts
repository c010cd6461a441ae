import { visibleText } from './text.ts';

/** What a spreadsheet cell holds; a CSV holds only text. */
export type Cell = string | number | boolean | Date | null;

/** Rows that are read of one sheet, with its header row. */
export const maxTableRows = 5001;

/**
 * One sheet as rows of cells; row 1 of the sheet is `rows[0]`. `excessRow` is the first row past `maxTableRows` in which
 * something stands: a sheet that has one may not be taken for the whole.
 */
export type Table = { file: string; sheet: string; rows: Cell[][]; excessRow?: number };

/** Words that fill a cell without stating anything. */
const nothingStated = /^(?:[-—/\\]+|n\/?a|暂无|待定|待补充|未知|未公布|另行公布)$/i;

/** The text of a cell as a person reads it; a number with the 15 digits that spreadsheets keep. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(Number(cell.toPrecision(15)));
  if (typeof cell === 'boolean') return cell ? '是' : '否';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString();
  return visibleText(cell);
}

export function isBlank(cell: Cell | undefined): boolean {
  return cellText(cell) === '';
}

/** True for 待定, `-` and the like: the question was seen and left open. */
export function isLeftOpen(cell: Cell | undefined): boolean {
  return nothingStated.test(cellText(cell));
}
