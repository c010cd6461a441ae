import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';

export type KeyClaim = { accountId: number; key: string; requestHash: Buffer; at: Date };
export type KeptAnswer = { status: number; body: object | null };

/** Marks a row whose answer is still being found out; never seen outside its transaction. */
const unanswered = 0;

/**
 * Takes a key for this transaction; a twin waits here until the first is through. Returns the answer that was given before.
 * @throws AppError `refused-by-rule` when the key stood for another request.
 */
export async function claimKey(
  tx: Tx,
  { accountId, key, requestHash, at }: KeyClaim,
): Promise<KeptAnswer | null> {
  const claimed = await tx`
    insert into idempotent_answer (account_id, key, request_hash, status, answered_at)
    values (${accountId}, ${key}, ${requestHash}, ${unanswered}, ${at})
    on conflict do nothing
    returning key`;
  if (claimed.length === 1) return null;
  const [kept] = await tx<(KeptAnswer & { isSame: boolean })[]>`
    select status, body, request_hash = ${requestHash} as "isSame"
    from idempotent_answer
    where account_id = ${accountId} and key = ${key}`;
  if (kept?.isSame !== true)
    throw new AppError('refused-by-rule', {
      detail: 'This Idempotency-Key stood for another request: use a new one.',
      errors: [{ path: 'Idempotency-Key', message: 'used for another request' }],
    });
  return { status: kept.status, body: kept.body };
}

export async function keepAnswer(tx: Tx, { accountId, key }: KeyClaim, answer: KeptAnswer): Promise<void> {
  const body = answer.body === null ? null : JSON.stringify(answer.body);
  await tx`
    update idempotent_answer set status = ${answer.status}, body = ${body}::text::jsonb
    where account_id = ${accountId} and key = ${key}`;
}
