import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { EmbeddedWorkerData } from './embedded-messages.ts';
import { startEmbeddedThread } from './embedded-thread.ts';
import type { EmbeddedThread } from './embedded-thread.ts';

const shortestPauseMs = 500;
const longestPauseMs = 30_000;

/**
 * Starts the embedded database's thread and starts it anew whenever it dies; until it is back, queries are refused.
 * What was acknowledged is in the files, which outlive the thread. `onFailure` hears of each death.
 */
export async function superviseEmbedded(
  workerData: EmbeddedWorkerData,
  onFailure: (error: unknown) => void,
): Promise<EmbeddedThread> {
  const closing = new AbortController();
  let current: Promise<EmbeddedThread | null> = start();

  function start(): Promise<EmbeddedThread> {
    return startEmbeddedThread(workerData, (error) => {
      onFailure(error);
      current = startAgain();
    });
  }

  async function startAgain(): Promise<EmbeddedThread | null> {
    for (
      let pauseMs = shortestPauseMs;
      !closing.signal.aborted;
      pauseMs = Math.min(2 * pauseMs, longestPauseMs)
    ) {
      await wait(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined);
      if (closing.signal.aborted) break;
      try {
        await rm(workerData.socketPath, { force: true });
        return await start();
      } catch (error) {
        onFailure(error);
      }
    }
    return null;
  }

  await current;
  return {
    async close() {
      closing.abort();
      const thread = await current;
      await thread?.close();
    },
  };
}
