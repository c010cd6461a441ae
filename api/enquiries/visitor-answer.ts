import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { hashRequest, readKey } from '../accounts/idempotency.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { linkHeader } from './access.ts';
import type { EnquiryParts } from './parts.ts';

type KeptAnswer = { status: number; body: object | null };

type AskerOnce = Pick<EnquiryParts, 'database' | 'now'> & {
  /** Where the body has been read already: what stands for address and body. */
  requestHash?: Buffer;
};

/**
 * As `answerOnce`, also for who has no account: the key is bound to account or link where there is one, so that two people
 * who chose the same key do not meet.
 * @throws AppError `invalid-parameters` (400), `refused-by-rule` (422) for a key that stood for another request.
 */
export async function answerAskerOnce<Body extends object>(
  context: Context,
  { database, now, ...read }: AskerOnce,
  run: (tx: Tx) => Promise<Body>,
): Promise<Body> {
  const key = readKey(context);
  if (key === null) return await database.transaction(run);
  const requestHash = read.requestHash ?? (await hashRequest(context));
  const keyHash = createHash('sha256')
    .update(`${await senderOf(context)}\n${key}`)
    .digest();
  return await database.transaction(async (tx) => {
    const kept = await claim(tx, { keyHash, requestHash, at: now() });
    // What was kept is what this very request was answered with.
    if (kept !== null) return kept.body as Body;
    const body = await run(tx);
    await tx`
      update visitor_answer set status = 201, body = ${JSON.stringify(body)}::text::jsonb
      where key_hash = ${keyHash}`;
    return body;
  });
}

async function senderOf(context: Context): Promise<string> {
  const actor = await context.get('identify')();
  if (actor !== null) return `account ${actor.accountId}`;
  return `link ${context.req.header(linkHeader) ?? 'none'}`;
}

/** A twin waits here until the first is through. */
async function claim(
  tx: Tx,
  { keyHash, requestHash, at }: { keyHash: Buffer; requestHash: Buffer; at: Date },
): Promise<KeptAnswer | null> {
  const claimed = await tx`
    insert into visitor_answer (key_hash, request_hash, status, answered_at)
    values (${keyHash}, ${requestHash}, 0, ${at})
    on conflict do nothing returning status`;
  if (claimed.length === 1) return null;
  const [kept] = await tx<(KeptAnswer & { isSame: boolean })[]>`
    select status, body, request_hash = ${requestHash} as "isSame" from visitor_answer
    where key_hash = ${keyHash}`;
  if (kept?.isSame === true) return { status: kept.status, body: kept.body };
  throw new AppError('refused-by-rule', {
    detail: 'This Idempotency-Key stood for another request: use a new one.',
    errors: [{ path: 'Idempotency-Key', message: 'used for another request' }],
  });
}
