import { createHash, randomUUID } from 'node:crypto';
import type { Blobs } from '../attachments/blobs.ts';
import { AppError } from '../errors.ts';
import type { DraftFile } from './agreement-store.ts';

/** Lays a file outside the database; without a row that names it, it goes by itself after a day. */
export async function keepFile(blobs: Blobs, bytes: Uint8Array): Promise<DraftFile> {
  const blob = randomUUID();
  await blobs.write(blob, bytes);
  return { blob, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest() };
}

/**
 * The bytes of a file, compared with the digest that the database holds of it.
 * @throws AppError `internal` when the file is gone or is another: nobody gets, or signs, what was not written.
 */
export async function readFile(
  blobs: Blobs,
  { blob, sha256 }: { blob: string; sha256: Buffer },
): Promise<Uint8Array<ArrayBuffer>> {
  const file = await blobs.open(blob);
  try {
    const bytes = await file.readFile();
    if (!createHash('sha256').update(bytes).digest().equals(sha256))
      throw new AppError('internal', { cause: new Error(`the file ${blob} is not what was written`) });
    return new Uint8Array(bytes);
  } finally {
    await file.close();
  }
}
