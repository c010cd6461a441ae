import type { FileHandle } from 'node:fs/promises';
import type { Blobs } from '../attachments/blobs.ts';
import { AppError } from '../errors.ts';

export type UploadLimits = {
  /** Of one body. */
  bytes: number;
  tooLarge: string;
  /** Taken in at once, in all and from one address: whoever sends slowly holds a place on the disk and nothing else. */
  mostIncoming: number;
  mostIncomingOfOne: number;
  /** Whole in memory at once. */
  mostInMemory: number;
  /** What whoever is one too many is told. */
  detail: string;
};

/** A body that lies on the disk; it is in memory only while it is used, and only in its turn. */
export type Upload = { use: <Result>(read: (body: Buffer) => Promise<Result>) => Promise<Result> };

type Sent = { request: Request; address: string };
export type Uploads = <Result>(sent: Sent, take: (upload: Upload) => Promise<Result>) => Promise<Result>;

const retryAfterSeconds = 10;

/**
 * What anybody may send goes to the disk as it comes, and into memory a few at a time: whoever sends many, or slowly, fills
 * neither.
 * @throws AppError `busy` (503) for whoever is one too many, `too-large` (413), `invalid-body` (400) for what breaks off.
 */
export function takeUploads(blobs: Pick<Blobs, 'openDraft'>, limits: UploadLimits): Uploads {
  const inMemory = takePlaces(limits.mostInMemory);
  const incoming = new Map<string, number>();
  const countOf = (address: string) => incoming.get(address) ?? 0;
  let all = 0;
  function come(address: string) {
    if (all >= limits.mostIncoming || countOf(address) >= limits.mostIncomingOfOne)
      throw new AppError('busy', { detail: limits.detail, retryAfterSeconds });
    all += 1;
    incoming.set(address, countOf(address) + 1);
  }
  function go(address: string) {
    all -= 1;
    const left = countOf(address) - 1;
    if (left === 0) incoming.delete(address);
    else incoming.set(address, left);
  }

  return async ({ request, address }, take) => {
    come(address);
    try {
      const { file, remove } = await blobs.openDraft();
      try {
        await writeBody(file, request, limits);
        return await take({ use: (read) => inMemory(async () => read(await readWhole(file))) });
      } finally {
        await file.close();
        await remove();
      }
    } finally {
      go(address);
    }
  };
}

/** Counted as it comes, whatever its header says. */
async function writeBody(file: FileHandle, request: Request, { bytes, tooLarge }: UploadLimits) {
  const refusal = () => new AppError('too-large', { detail: tooLarge });
  if (Number(request.headers.get('Content-Length') ?? 0) > bytes) throw refusal();
  const reader = request.body?.getReader();
  let size = 0;
  while (reader !== undefined) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new AppError('invalid-body', { detail: 'The upload broke off.', cause });
    });
    if (done) return;
    size += value.byteLength;
    if (size > bytes) {
      await reader.cancel().catch(() => undefined);
      throw refusal();
    }
    await file.appendFile(value);
  }
}

async function readWhole(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  const body = Buffer.alloc(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await file.read(body, at, size - at, at);
    if (bytesRead === 0) throw new Error('an upload is shorter than it was');
    at += bytesRead;
  }
  return body;
}

/** So many at once, in the order in which they came. */
function takePlaces(most: number) {
  const waiting: (() => void)[] = [];
  let taken = 0;
  return async <Result>(run: () => Promise<Result>): Promise<Result> => {
    if (taken < most) taken += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      // Whoever ends hands his place on.
      if (next === undefined) taken -= 1;
      else next();
    }
  };
}
