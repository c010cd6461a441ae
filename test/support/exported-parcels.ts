import { parse } from 'csv-parse/sync';
import readExcelFile from 'read-excel-file/node';
import type { Locale } from '../../api/units/rules.ts';
import { exportParcels, type ParcelExport } from '../../web/exports/export-parcels.ts';
import { exportColumns } from '../../web/exports/parcel-columns.ts';
import { jinhua } from './map-fixtures.ts';
import { parcelRecord } from './parcel-records.ts';

const now = new Date('2026-11-22T10:00:00+08:00');
const unpriced = parcelRecord('JKC-2026-04', {
  startPrice: null,
  prices: { start: null, deposit: null, ceiling: null, increment: null, reserve: null, deal: null },
  signupEnds: null,
});
/** Two parcels of which the second has neither price nor deadline. */
export const records = [parcelRecord('JKC-2026-05'), unpriced];

/** Every column that a file of parcels may have. */
export function columnsIn(locale: Locale) {
  const city = jinhua();
  return exportColumns({ city, locale, named: null, searched: [], now, origin: 'https://portal.example' });
}

/** A file of `records` with all columns; `over` changes what a test is about. */
export function wanted(locale: Locale, over: Partial<ParcelExport> = {}): ParcelExport {
  const columns = columnsIn(locale);
  return { records, columns, locale, title: '金华招商地图', notes: [], ...over };
}

/** The rows of the CSV, by header. */
export async function csvOf(wantedFile: ParcelExport): Promise<Record<string, string>[]> {
  return parse(await (await exportParcels(wantedFile, 'csv')).text(), { bom: true, columns: true });
}

/** The sheets of the workbook. */
export async function sheetsOf(wantedFile: ParcelExport) {
  const blob = await exportParcels(wantedFile, 'xlsx');
  return readExcelFile(Buffer.from(await blob.arrayBuffer()));
}
