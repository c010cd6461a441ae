import { AsyncLocalStorage } from 'node:async_hooks';

/** One running transaction, as seen by whatever its callback calls. */
type TransactionScope = { open: boolean; deadlineMs: number | null };

const scopes = new AsyncLocalStorage<TransactionScope>();

/** Runs `run` marked as inside a transaction whose queries may each take `deadlineMs`, null for the usual time. */
export async function runInTransactionScope<T>(deadlineMs: number | null, run: () => Promise<T>): Promise<T> {
  const scope = { open: true, deadlineMs };
  try {
    return await scopes.run(scope, run);
  } finally {
    // Work that was started inside but goes on afterwards is outside again.
    scope.open = false;
  }
}

/** The deadline of the transaction that the caller is in, null when it has none of its own or there is none. */
export function transactionDeadlineMs(): number | null {
  const scope = scopes.getStore();
  return scope?.open ? scope.deadlineMs : null;
}

/**
 * Throws inside a transaction. With one connection the outer sql would wait for ever for the transaction that waits
 * for it; with many it would silently work outside the transaction.
 */
export function refuseInsideTransaction(): void {
  if (!scopes.getStore()?.open) return;
  throw new Error('Inside transaction() use its own tx: the outer sql does not belong to the transaction.');
}
