import type { Parcel } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import type { ExportColumn } from './column.ts';
import { writeCsv } from './csv.ts';
import { csvRows } from './csv-rows.ts';
import type { Note } from './notes.ts';

/** A column of the person's own, such as a note in the shortlist: it has no unit and no source but its author. */
export type ExtraColumn = { label: string; value: (code: string) => string };

/** A parcel that was asked for and has no public record: its row names it, says why, and holds one's own words. */
export type MissingParcel = { code: string; name: string; state: string };

export type ParcelExport = {
  /** In the order in which they shall stand. */
  records: readonly Parcel[];
  columns: readonly ExportColumn[];
  locale: Locale;
  title: string;
  /** What the file is and is not; a workbook carries them on a sheet of its own. */
  notes: readonly Note[];
  extra?: readonly ExtraColumn[];
  /** Their rows come last. */
  missing?: readonly MissingParcel[];
};

export type SheetFormat = 'csv' | 'xlsx';

/** The records as a file to be saved. Nothing is left out: one row for each record, and for each that is missing. */
export async function exportParcels(wanted: ParcelExport, format: SheetFormat): Promise<Blob> {
  if (format === 'csv') return new Blob([writeCsv(csvRows(wanted))], { type: 'text/csv;charset=utf-8' });
  const { writeWorkbook } = await import('./write-workbook.ts');
  return writeWorkbook(wanted);
}
