import { createHash } from 'node:crypto';
import { mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

const pieceBytes = 192 * 1024;

/** Paths of all attachments, `a/b` from their folder; none without the folder. */
export async function listAttachments(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return [];
    },
  );
  return (
    entries
      // Half-written ones are no files yet.
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .sort()
  );
}

/** One attachment as it stands in an archive; nothing of one that was removed meanwhile. */
export async function* readAttachment(folder: string, path: string) {
  const hash = createHash('sha256');
  const file = await open(join(folder, path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  });
  if (file === null) return;
  yield { file: path };
  const stream = file.createReadStream({ highWaterMark: pieceBytes });
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    hash.update(bytes);
    yield { piece: bytes.toString('base64') };
  }
  yield { fileEnd: path, sha256: hash.digest('hex') };
}

export type AttachmentWriter = {
  add(piece: string): Promise<void>;
  /** Ends it; returns the SHA-256 of what was written. */
  end(): Promise<string>;
  /** Gives up what was begun; nothing to do behind `end`. */
  abandon(): Promise<void>;
};

export async function createAttachment(folder: string, path: string): Promise<AttachmentWriter> {
  const place = join(folder, path);
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  const file = await open(place, 'w', 0o600);
  const hash = createHash('sha256');
  return {
    async add(piece) {
      const bytes = Buffer.from(piece, 'base64');
      hash.update(bytes);
      await file.write(bytes);
    },
    async end() {
      await file.datasync();
      await file.close();
      return hash.digest('hex');
    },
    // Closing twice does no harm.
    abandon: () => file.close(),
  };
}
