import type { CellObject } from 'write-excel-file/universal';
// The browser build deflates in workers made of text, which the security policy forbids; this one zips where it runs.
import writeExcelFile from 'write-excel-file/universal';
import type { Cell } from './cell.ts';
import type { PlainSheet } from './sheets.ts';

const muted = '#5b6878';
const edge = '#9aa8b8';
const headFill = '#f5f7f9';
const widestColumn = 44;
/** So many rows tell how wide a column is. */
const measuredRows = 500;

export function writeSheets(sheets: readonly PlainSheet[]): Promise<Blob> {
  const written = sheets.map((sheet) => ({
    sheet: sheet.name,
    data: sheet.rows.map((row, index) =>
      index < sheet.headRows ? row.map((cell) => headCell(cell, index)) : row.map(excelCell),
    ),
    columns: (sheet.widths ?? widthsOf(sheet)).map((width) => ({ width })),
    stickyRowsCount: sheet.headRows,
    ...(sheet.headColumns > 0 && { stickyColumnsCount: sheet.headColumns }),
  }));
  return writeExcelFile(written).toBlob();
}

function headCell(cell: Cell, row: number): CellObject {
  const common = { ...excelCell(cell), backgroundColor: headFill };
  if (row === 0) return { ...common, fontWeight: 'bold' };
  return { ...common, textColor: muted, bottomBorderStyle: 'thin', bottomBorderColor: edge };
}

/** Numbers stay numbers and dates dates; an operator is drawn by the number's format, `"≥ "#,##0.0`. */
function excelCell(cell: Cell): CellObject {
  switch (cell.kind) {
    case 'number': {
      const digits = cell.decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(cell.decimals)}`;
      const format = cell.operator === undefined ? digits : `"${cell.operator} "${digits}`;
      return { value: cell.value, type: Number, format };
    }
    case 'day':
      return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' };
    case 'time':
      return {
        value: new Date(`${cell.time.replace(' ', 'T')}:00Z`),
        type: Date,
        format: 'yyyy-mm-dd hh:mm',
      };
    case 'unknown':
      return { value: cell.words, type: String, textColor: muted };
    case 'text':
    case 'requirement':
      return { value: cell.text, type: String };
  }
}

function widthsOf({ rows }: PlainSheet): number[] {
  const measured = rows.slice(0, measuredRows);
  return (rows[0] ?? []).map((_, column) => {
    const widest = Math.max(6, ...measured.map((row) => widthOf(row[column])));
    return Math.min(widestColumn, widest + 2);
  });
}

/** In characters as a workbook counts them; a Chinese one is two wide. */
function widthOf(cell: Cell | undefined): number {
  switch (cell?.kind) {
    case undefined:
      return 0;
    case 'number':
      return cell.value.toFixed(cell.decimals).length + 4;
    case 'day':
      return 10;
    case 'time':
      return 16;
    case 'unknown':
      return textWidth(cell.words);
    case 'text':
    case 'requirement':
      return textWidth(cell.text);
  }
}

function textWidth(text: string): number {
  return Array.from(text).reduce((width, sign) => width + (/[\u2e80-\uffef]/u.test(sign) ? 2 : 1), 0);
}
