import type { PlainSheet } from './sheets.ts';
import { writeSheets } from './workbook.ts';

self.addEventListener('message', ({ data }: MessageEvent<PlainSheet[]>) => {
  // Reported, a failure reaches the page as the worker's error; a rejected promise would stay in here.
  void writeSheets(data).then(
    (workbook) => self.postMessage(workbook),
    (error: unknown) => self.reportError(error),
  );
});
