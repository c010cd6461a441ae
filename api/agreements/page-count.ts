import type { Blobs } from '../attachments/blobs.ts';
import type { DraftFile } from './agreement-store.ts';
import { readFile } from './files.ts';

const mostKept = 1_000;

/** Pages of a PDF as this portal draws it: every page is an object of its own, none is packed (ISO 32000-1, 7.7.3.3). */
export function countPages(bytes: Uint8Array): number {
  return (
    Buffer.from(bytes)
      .toString('latin1')
      .match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0
  );
}

/** Counts a file once: whoever waits on a page asks every few seconds. */
export function pageCounter(blobs: Blobs): (file: Pick<DraftFile, 'blob' | 'sha256'>) => Promise<number> {
  const counted = new Map<string, number>();
  return async (file) => {
    const known = counted.get(file.blob);
    if (known !== undefined) return known;
    const pages = countPages(await readFile(blobs, file));
    if (counted.size >= mostKept) counted.clear();
    counted.set(file.blob, pages);
    return pages;
  };
}
