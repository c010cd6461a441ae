import { m } from '../paraglide/messages.js';
import { text, type Cell } from './cell.ts';
import type { ParcelExport } from './export-parcels.ts';
import { missingText, partsOf } from './parts.ts';
import { sourceRows } from './source-rows.ts';

/** One sheet in plain values, which may be handed to a worker. */
export type PlainSheet = {
  name: string;
  /** So many rows and columns at the start are heads and stay in sight; the second head row holds units. */
  headRows: number;
  headColumns: number;
  rows: Cell[][];
  /** In characters; null: as wide as what stands in them. */
  widths: number[] | null;
};

/** 地块, 来源 and 说明: the values with their units in a row of their own, where each comes from, and what the file is. */
export function workbookSheets(wanted: ParcelExport): PlainSheet[] {
  const words = { locale: wanted.locale };
  return [
    { name: m.parcels({}, words), headRows: 2, headColumns: 2, rows: dataRows(wanted), widths: null },
    {
      name: m.export_sheet_sources({}, words),
      headRows: 1,
      headColumns: 0,
      rows: sourceRows(wanted),
      widths: null,
    },
    {
      name: m.export_sheet_notes({}, words),
      headRows: 1,
      headColumns: 0,
      rows: noteRows(wanted),
      widths: [18, 100],
    },
  ];
}

const blank = text('');

function dataRows({ records, columns, locale, extra = [], missing = [] }: ParcelExport): Cell[][] {
  const asked = [...records, ...missing];
  const own = extra.map(({ label, value }) => ({
    label,
    unit: '',
    cells: asked.map(({ code }) => text(value(code))),
  }));
  const written = columns.map((column) => {
    const words = missing.map((parcel) => text(missingText(column, parcel)));
    return partsOf(column, records, locale).map((part) => ({ ...part, cells: [...part.cells, ...words] }));
  });
  // One's own words belong to the parcel's name, before everything that is the record's.
  const names = columns.filter(({ key }) => key === 'code' || key === 'name').length;
  const parts = [...written.slice(0, names).flat(), ...own, ...written.slice(names).flat()];
  return [
    parts.map(({ label }) => text(label)),
    parts.map(({ unit }) => text(unit)),
    ...asked.map((_, row) => parts.map(({ cells }) => cells[row] ?? blank)),
  ];
}

function noteRows({ title, notes }: ParcelExport): Cell[][] {
  return [[text(title), blank], ...notes.map(({ label, words }) => [text(label), text(words)])];
}
