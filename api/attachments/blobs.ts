import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Where the bytes of attachments lie, outside the database and outside what is served: one file for each id. */
export type Blobs = {
  /** On the disk, whole, when it returns; what is not stays without a name of its own. */
  write(id: string, bytes: Uint8Array): Promise<void>;
  /** Room for what may never become a blob: without an id, to be read and written, and to be removed after it is closed. */
  openDraft(): Promise<{ file: FileHandle; remove: () => Promise<void> }>;
  /** The caller closes it, or its stream does. @throws Error when there is none. */
  open(id: string): Promise<FileHandle>;
  remove(id: string): Promise<void>;
  /** What was written before; a half-written file has no id. */
  listOlderThan(instant: Date): Promise<OldBlob[]>;
};

export type OldBlob = { id: string | null; remove: () => Promise<void> };

const half = '.part';

/** Below the folder of blobs. */
export function blobPath(id: string): string {
  return `${id.slice(0, 2)}/${id}`;
}

export function openBlobs(folder: string): Blobs {
  const placeOf = (id: string) => join(folder, blobPath(id));
  return {
    async write(id, bytes) {
      const place = placeOf(id);
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      const draft = `${place}.${randomUUID()}${half}`;
      try {
        await writeToDisk(draft, bytes);
        await rename(draft, place);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      await settleFolder(dirname(place));
    },
    async openDraft() {
      const place = join(folder, 'drafts', `${randomUUID()}${half}`);
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      return { file: await open(place, 'wx+', 0o600), remove: () => rm(place, { force: true }) };
    },
    open: (id) => open(placeOf(id), 'r'),
    remove: (id) => rm(placeOf(id), { force: true }),
    async listOlderThan(instant) {
      const files = await filesIn(folder);
      const old = await Promise.all(files.map(async (path) => (await changedAt(path)) < instant));
      return files
        .filter((_path, index) => old[index])
        .map((path) => ({ id: idOf(path), remove: () => rm(path, { force: true }) }));
    },
  };
}

async function writeToDisk(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A name is on the disk when its folder is. */
async function settleFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return [];
    },
  );
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** A file that is gone meanwhile is not old. */
async function changedAt(path: string): Promise<Date> {
  const found = await stat(path).catch(() => null);
  return found === null ? new Date(8.64e15) : found.mtime;
}

function idOf(path: string): string | null {
  return path.endsWith(half) ? null : basename(path);
}
