import type { Sql, Tx } from '../db/database.ts';
import { announceAtCommit } from '../db/transaction-scope.ts';

/** Whoever seals looks at once when the transaction is committed. */
export function wakeSealing(): void {
  announceAtCommit('agreements');
}

/** One that waits for its seal and that nobody seals now, besides those of this round: of a rehearsal, or none that is. */
export async function takeSealable(
  sql: Sql,
  at: Date,
  { tried, isRehearsal }: { tried: readonly number[]; isRehearsal: boolean },
): Promise<number | null> {
  const [row] = await sql<{ id: number }[]>`
    select id::int as id from agreement
    where state in ('sealing', 'seal-failed') and (seal_next_at is null or seal_next_at <= ${at})
      and (lease_until is null or lease_until <= ${at}) and id <> all(${[...tried]}::bigint[])
      and (rehearsal_event_id is not null) = ${isRehearsal}
    order by seal_next_at, id limit 1`;
  return row?.id ?? null;
}

export async function noteSealFailure(
  tx: Tx,
  id: number,
  { failure, nextAt }: { failure: string; nextAt: Date },
): Promise<void> {
  await tx`
    update agreement set seal_attempts = seal_attempts + 1, seal_failure = ${failure}, seal_next_at = ${nextAt}
    where id = ${id}`;
}

/** 立即重试, by hand. */
export async function hurrySeal(tx: Tx, id: number, at: Date): Promise<void> {
  await tx`update agreement set seal_next_at = ${at} where id = ${id} and state in ('sealing', 'seal-failed')`;
}
