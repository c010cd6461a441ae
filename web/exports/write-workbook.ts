import type { ParcelExport } from './export-parcels.ts';
import { workbookSheets, type PlainSheet } from './sheets.ts';

/** Up to so many cells a workbook is written before anybody notices; a larger one would hold up the page. */
const cellsOnThePage = 20_000;

/** @throws when the code that writes it cannot be had. */
export async function writeWorkbook(wanted: ParcelExport): Promise<Blob> {
  const sheets = workbookSheets(wanted);
  const cells = sheets.reduce((sum, { rows }) => sum + rows.length * (rows[0]?.length ?? 0), 0);
  if (cells > cellsOnThePage) return writeInWorker(sheets);
  const { writeSheets } = await import('./workbook.ts');
  return writeSheets(sheets);
}

function writeInWorker(sheets: PlainSheet[]): Promise<Blob> {
  const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), { type: 'module' });
  const written = new Promise<Blob>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Blob>) => resolve(data));
    worker.addEventListener('error', (event) => {
      reject(new Error('the workbook could not be written', { cause: event }));
    });
  });
  worker.postMessage(sheets);
  return written.finally(() => worker.terminate());
}
