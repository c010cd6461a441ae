import { unzipSync, zipSync } from 'fflate';
import writeExcelFile from 'write-excel-file/node';
import type { Sheet } from './sheet-context.ts';

/** An .xlsx whose bytes depend on its contents alone: packed again in the order of names, with one fixed time. */
export async function workbookOf(sheets: Sheet[], savedOn: string): Promise<Uint8Array> {
  const book = await writeExcelFile(
    sheets.map(({ name, rows: [header = [], ...rows] }) => ({
      sheet: name,
      data: [header.map((title) => ({ value: String(title), fontWeight: 'bold' as const })), ...rows],
      columns: header.map((title) => ({ width: Math.max(10, 2 * String(title).length) })),
      stickyRowsCount: 1,
      stickyColumnsCount: 1,
    })),
  ).toBuffer();
  const entries = Object.entries(unzipSync(book)).sort(([first], [second]) => (first < second ? -1 : 1));
  return zipSync(Object.fromEntries(entries), { mtime: `${savedOn}T12:00:00`, level: 9 });
}
