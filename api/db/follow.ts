import type { Database } from './database.ts';
import type { CommitTopic } from './transaction-scope.ts';

export type Follower = {
  /** Ends it; what is running gets a moment to come to its end. */
  stop(): Promise<void>;
};

export type FollowOptions = {
  topic: CommitTopic;
  /** How often to look without being woken: other processes commit too. */
  everyMs: number;
  /** Never runs twice at once; to be left early when `signal` says so. */
  run: (signal: AbortSignal) => Promise<void>;
  onError: (error: unknown) => void;
};

const stopPatienceMs = 2_000;

/** Runs something now, after every commit of this process that announced the topic, and from time to time. */
export function followCommits(
  database: Pick<Database, 'onCommit'>,
  { topic, everyMs, run, onError }: FollowOptions,
): Follower {
  const ending = new AbortController();
  let running: Promise<void> | null = null;
  let isWanted = false;

  function wake(): void {
    isWanted = true;
    running ??= work();
  }

  async function work(): Promise<void> {
    while (isWanted && !ending.signal.aborted) {
      isWanted = false;
      await run(ending.signal).catch(onError);
    }
    // In the same breath: whoever wakes it from now on begins anew.
    running = null;
  }

  const unfollow = database.onCommit(topic, wake);
  const timer = setInterval(wake, everyMs);
  timer.unref();
  wake();
  return {
    async stop() {
      ending.abort();
      unfollow();
      clearInterval(timer);
      const patience = new Promise<void>((resolve) => setTimeout(resolve, stopPatienceMs).unref());
      await Promise.race([running, patience]);
    },
  };
}
