import { AppError } from '../errors.ts';

/** Of ten connections the others keep eight, however many ask at once; more would only wait for one another's locks. */
const mostAtWork = 2;
/** One office or one WeChat gateway speaks for many people, not for more than this at once. */
const mostWaitingOfOne = 30;
const mostWaiting = 120;
const longestWaitMs = 10_000;
const retryAfterSeconds = 5;

export type Asking = {
  /** Whose turn it is; null for an address that stands for everybody, and stands in line for itself. */
  address: string | null;
  /** Whoever went away leaves the line. */
  signal: AbortSignal;
};

export type AskingTurns = <Result>(asking: Asking, run: () => Promise<Result>) => Promise<Result>;

type Line = (() => void)[];

/**
 * What visitors write is written a little at a time, and one address has one turn at a time: addresses take turns, so that
 * who sends hundreds waits for himself alone. Nothing is held while it waits, least of all a connection. This is for
 * fairness within one process; what is right, the database says.
 * @throws AppError `too-often` (429) for an address that would have too many waiting, `busy` (503) when all together have,
 *   or a turn does not come in time.
 */
export function takeAskingTurns(): AskingTurns {
  /** Who had a turn last stands last. */
  const lines = new Map<string | symbol, Line>();
  const atWork = new Set<string | symbol>();
  let waiting = 0;

  function beginNext() {
    for (const [address, line] of lines) {
      if (atWork.size >= mostAtWork) return;
      if (atWork.has(address)) continue;
      const begin = line.shift();
      lines.delete(address);
      if (line.length > 0) lines.set(address, line);
      atWork.add(address);
      begin?.();
    }
  }

  async function turnOf(address: string | symbol, signal: AbortSignal) {
    const line = lines.get(address) ?? [];
    if (line.length >= mostWaitingOfOne)
      throw new AppError('too-often', { detail: '同时提交过多，请稍后再试。', retryAfterSeconds });
    if (waiting >= mostWaiting) throw busy();
    lines.set(address, line);
    waiting += 1;
    let leave = () => {};
    const begun = new Promise<void>((begin, giveUp) => {
      line.push(begin);
      leave = () => {
        const place = line.indexOf(begin);
        if (place < 0) return;
        line.splice(place, 1);
        if (line.length === 0) lines.delete(address);
        giveUp(busy());
      };
    });
    signal.addEventListener('abort', leave, { once: true });
    beginNext();
    try {
      await begun;
    } finally {
      waiting -= 1;
      signal.removeEventListener('abort', leave);
    }
  }

  return async ({ address, signal }, run) => {
    const own = address ?? Symbol('nobody’s address');
    signal.throwIfAborted();
    await turnOf(own, AbortSignal.any([signal, AbortSignal.timeout(longestWaitMs)]));
    try {
      return await run();
    } finally {
      atWork.delete(own);
      beginNext();
    }
  };
}

function busy(): AppError {
  return new AppError('busy', { detail: '同时提交的人较多，请稍后再试。', retryAfterSeconds });
}
