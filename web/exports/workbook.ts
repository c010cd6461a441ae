import type { CellObject, Row, Sheet } from 'write-excel-file/browser';
import writeExcelFile from 'write-excel-file/browser';
import { m } from '../paraglide/messages.js';
import type { Cell } from './cell.ts';
import type { ParcelExport } from './export-parcels.ts';
import { partsOf } from './parts.ts';
import { sourceRows } from './source-rows.ts';

const muted = '#5b6878';
const headFill = '#f5f7f9';
const widestColumn = 44;

/** 地块, 来源 and 说明: the values with their units in a row of their own, where each comes from, and what the file is. */
export function writeWorkbook(wanted: ParcelExport): Promise<Blob> {
  const words = { locale: wanted.locale };
  const sheets: Sheet<Blob>[] = [
    { sheet: m.parcels({}, words), stickyRowsCount: 2, stickyColumnsCount: 2, ...dataSheet(wanted) },
    { sheet: m.export_sheet_sources({}, words), stickyRowsCount: 1, ...sourceSheet(wanted) },
    { sheet: m.export_sheet_notes({}, words), ...notesSheet(wanted) },
  ];
  return writeExcelFile(sheets).toBlob();
}

function dataSheet({ records, columns, locale, extra = [] }: ParcelExport) {
  const own = extra.map(({ label, value }) => ({
    label,
    unit: '',
    cells: records.map(({ code }): Cell => ({ kind: 'text', text: value(code) })),
  }));
  const written = columns.map((column) => partsOf(column, records, locale));
  const names = columns.filter(({ key }) => key === 'code' || key === 'name').length;
  const parts = [...written.slice(0, names).flat(), ...own, ...written.slice(names).flat()];
  const rows = records.map((_, row) => parts.map(({ cells }) => excelCell(cells[row] ?? blank)));
  return sheetOf([parts.map(({ label }) => head(label)), parts.map(({ unit }) => head(unit, true)), ...rows]);
}

function sourceSheet(wanted: ParcelExport) {
  const [titles = [], ...rows] = sourceRows(wanted);
  return sheetOf([
    titles.map((title) => head(title.kind === 'text' ? title.text : '')),
    ...rows.map((row) => row.map(excelCell)),
  ]);
}

function notesSheet({ title, notes }: ParcelExport) {
  const rows: Row[] = notes.map(({ label, words }) => [
    { value: label, type: String, textColor: muted, alignVertical: 'top' },
    { value: words, type: String, wrap: true },
  ]);
  const heading: Row = [{ value: title, type: String, fontWeight: 'bold', fontSize: 16 }];
  return { data: [heading, ...rows], columns: [{ width: 18 }, { width: 100 }] };
}

const blank: Cell = { kind: 'text', text: '' };

function sheetOf(data: CellObject[][]) {
  const count = data[0]?.length ?? 0;
  const columns = Array.from({ length: count }, (_, index) => ({
    width: Math.min(widestColumn, 2 + Math.max(6, ...data.slice(0, 500).map((row) => widthOf(row[index])))),
  }));
  return { data, columns };
}

function head(value: string, unit = false): CellObject {
  const common = { value, type: String, backgroundColor: headFill } as const;
  return unit
    ? { ...common, textColor: muted, bottomBorderStyle: 'thin', bottomBorderColor: '#9aa8b8' }
    : { ...common, fontWeight: 'bold' };
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

/** In characters as a workbook counts them; a Chinese one is two wide. */
function widthOf(cell: CellObject | undefined): number {
  if (cell?.value instanceof Date) return cell.format?.length ?? 10;
  const shown = typeof cell?.value === 'number' ? cell.value.toLocaleString('en') : String(cell?.value ?? '');
  return Array.from(shown).reduce((width, sign) => width + (/[\u2e80-\uffef]/u.test(sign) ? 2 : 1), 0);
}
