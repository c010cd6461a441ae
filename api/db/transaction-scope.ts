import { AsyncLocalStorage } from 'node:async_hooks';

/** What a commit can bring that somebody in this process waits for. */
export type CommitTopic = 'audit' | 'letters' | 'agreements' | 'events';

/** One running transaction, as seen by whatever its callback calls. `endsAtMs` is on the clock of `performance.now`. */
type TransactionScope = { open: boolean; endsAtMs: number; topics: Set<CommitTopic> };

const scopes = new AsyncLocalStorage<TransactionScope>();
/** Transactions under way. */
let running = 0;

/** What is left at least for a query, so that a transaction out of time can still be rolled back in order. */
const leastQueryMs = 100;

/** Runs `run` marked as inside a transaction that has `deadlineMs` altogether; tells what was announced in it. */
export async function runInTransactionScope<T>(
  deadlineMs: number,
  run: (topics: ReadonlySet<CommitTopic>) => Promise<T>,
) {
  const topics = new Set<CommitTopic>();
  const scope = { open: true, endsAtMs: performance.now() + deadlineMs, topics };
  running += 1;
  try {
    return { value: await scopes.run(scope, run, topics), topics };
  } finally {
    // Work that was started inside but goes on afterwards is outside again.
    scope.open = false;
    running -= 1;
    // As long as it is enabled, Node 20 follows every asynchronous step of the process, each write to each viewer of an event too.
    if (running === 0) scopes.disable();
  }
}

/** Whoever waits for `topic` hears of it once the transaction that the caller is in is committed; only then. */
export function announceAtCommit(topic: CommitTopic): void {
  scopes.getStore()?.topics.add(topic);
}

/** How long a query of the transaction that the caller is in may still take; null outside any transaction. */
export function transactionTimeLeftMs(): number | null {
  const scope = scopes.getStore();
  return scope?.open ? Math.max(leastQueryMs, scope.endsAtMs - performance.now()) : null;
}

/**
 * Throws inside a transaction. With one connection the outer sql would wait for ever for the transaction that waits
 * for it; with many it would silently work outside the transaction.
 */
export function refuseInsideTransaction(): void {
  if (!scopes.getStore()?.open) return;
  throw new Error('Inside transaction() use its own tx: the outer sql does not belong to the transaction.');
}
