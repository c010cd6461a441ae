import { AppError } from '../errors.ts';

/** Uploads that are kept in memory at once, the one that is being read included. */
const mostWaiting = 5;
const retryAfterSeconds = 15;

export type ReadingTurns = <T>(accountId: number, read: (turn: Turn) => Promise<T>) => Promise<T>;

/** Waits until the files may be read: one batch after the other. */
export type Turn = () => Promise<void>;

/**
 * Files are read one batch at a time, since each may take all the memory that readers are given. Few wait, and nobody waits
 * twice.
 * @throws AppError `too-often` (429) for whoever would be one too many.
 */
export function takeReadingTurns(detail = '正在读取其他批次，请稍候再提交。'): ReadingTurns {
  const waiting = new Set<number>();
  let last: Promise<unknown> = Promise.resolve();
  return async (accountId, read) => {
    if (waiting.has(accountId) || waiting.size >= mostWaiting)
      throw new AppError('too-often', { detail, retryAfterSeconds });
    waiting.add(accountId);
    let release: () => void = () => undefined;
    try {
      return await read(async () => {
        const before = last;
        last = new Promise<void>((resolve) => (release = resolve));
        await before;
      });
    } finally {
      release();
      waiting.delete(accountId);
    }
  };
}
