import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { StartError } from '../errors.ts';

/*
 * An archive is gzipped text, a JSON value a line, in this order: the head; for each table its name and columns, its rows, each an
 * array of the columns' texts as PostgreSQL writes them (geometry as hexadecimal EWKB), and what they add up to; the state of the
 * sequences; the attachments in pieces; the end. Without its last line it is no archive.
 */

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);

export const ArchiveHead = z.strictObject({
  archive: z.literal('zhaotu-backup'),
  format: z.literal(1),
  city: z.string(),
  schemaVersion: z.int().positive(),
  takenAt: z.iso.datetime(),
});
export type ArchiveHead = z.infer<typeof ArchiveHead>;

const ArchiveEnd = z.strictObject({
  end: z.literal(true),
  tables: z.int(),
  rows: z.int(),
  files: z.int(),
  /** The last row of the log; null without any. */
  audit: z.strictObject({ seq: z.int().positive(), hash: Sha256 }).nullable(),
});
export type ArchiveEnd = z.infer<typeof ArchiveEnd>;

/** No way out of the folder of attachments. */
const FilePath = z
  .string()
  .max(500)
  .regex(/^(?!.*(?:^|\/)\.\.?(?:\/|$))[^/\\\0]+(?:\/[^/\\\0]+)*$/);

export const ArchiveMark = z.union([
  ArchiveHead,
  z.strictObject({ table: Name, columns: z.array(Name).min(1) }),
  z.strictObject({ tableEnd: Name, rows: z.int(), sha256: Sha256 }),
  z.strictObject({ sequence: Name, last: z.int(), called: z.boolean() }),
  z.strictObject({ file: FilePath }),
  z.strictObject({ piece: z.base64() }),
  z.strictObject({ fileEnd: FilePath, sha256: Sha256 }),
  ArchiveEnd,
]);
export type ArchiveMark = z.infer<typeof ArchiveMark>;

/** One line: a row as it stands there, or what is between rows. */
export type ArchiveLine = { row: string } | { mark: ArchiveMark };

/**
 * The lines of an archive, read as a stream.
 * @throws StartError when the file is none of ours, or damaged.
 */
export async function* readArchive(path: string): AsyncGenerator<ArchiveLine> {
  let number = 0;
  try {
    for await (const line of unzippedLines(path)) {
      number += 1;
      yield line.startsWith('[') ? { row: line } : { mark: ArchiveMark.parse(JSON.parse(line)) };
    }
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      throw new StartError(`Line ${number + 1} of the archive cannot be read: it is damaged, or no archive.`);
    throw error;
  }
}

async function* unzippedLines(path: string): AsyncGenerator<string> {
  const text = createGunzip().setEncoding('utf8');
  let failure: NodeJS.ErrnoException | null = null;
  pipeline(createReadStream(path), text, (error) => {
    failure = error ?? null;
  });
  let rest = '';
  try {
    for await (const piece of text) {
      const lines = (rest + String(piece)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw new StartError(`${path} cannot be read: it is missing, damaged, or no archive of the portal.`, {
      cause: failure ?? error,
    });
  }
  if (rest !== '') throw new StartError(`${path} ends within a line: it was not written to its end.`);
}
