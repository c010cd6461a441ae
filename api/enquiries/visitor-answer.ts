import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { hashRequest, readKey } from '../accounts/idempotency.ts';
import type { Sql, Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { linkHeader } from './access.ts';
import type { EnquiryParts } from './parts.ts';

type KeptAnswer = { status: number; body: object | null };

type AskerOnce = Pick<EnquiryParts, 'database' | 'now'> & {
  /** Where the body has been read already: what stands for address and body. */
  requestHash?: Buffer;
  /** Counts what was not answered yet, in a transaction of its own before the other. */
  count?: (tx: Tx) => Promise<void>;
};

/**
 * As `answerOnce`, also for who has no account: the key is bound to account or link where there is one, so that two people
 * who chose the same key do not meet.
 * @throws AppError `invalid-parameters` (400), `refused-by-rule` (422) for a key that stood for another request.
 */
export async function answerAskerOnce<Body extends object>(
  context: Context,
  { database, now, count, ...read }: AskerOnce,
  run: (tx: Tx) => Promise<Body>,
): Promise<Body> {
  const claim = await claimOf(context, read.requestHash);
  const before = claim === null ? null : await readKept(database.sql, claim);
  // What was kept is what this very request was answered with.
  if (before !== null) return before.body as Body;
  if (count !== undefined) await database.transaction(count);
  if (claim === null) return await database.transaction(run);
  return await database.transaction(async (tx) => {
    const kept = await claimKey(tx, claim, now());
    if (kept !== null) return kept.body as Body;
    const body = await run(tx);
    await tx`
      update visitor_answer set status = 201, body = ${JSON.stringify(body)}::text::jsonb
      where key_hash = ${claim.keyHash}`;
    return body;
  });
}

/**
 * What this very request was answered with before; null for one that is new, or has no key. For an act after which whoever
 * sent it opens nothing any more.
 * @throws AppError as `answerAskerOnce`.
 */
export async function answeredBefore(context: Context, sql: Sql): Promise<object | null> {
  const claim = await claimOf(context);
  return claim === null ? null : ((await readKept(sql, claim))?.body ?? null);
}

type Claim = { keyHash: Buffer; requestHash: Buffer };

async function claimOf(context: Context, readHash?: Buffer): Promise<Claim | null> {
  const key = readKey(context);
  if (key === null) return null;
  const requestHash = readHash ?? (await hashRequest(context));
  const keyHash = createHash('sha256')
    .update(`${await senderOf(context)}\n${key}`)
    .digest();
  return { keyHash, requestHash };
}

async function senderOf(context: Context): Promise<string> {
  const actor = await context.get('identify')();
  if (actor !== null) return `account ${actor.accountId}`;
  return `link ${context.req.header(linkHeader) ?? 'none'}`;
}

/** A twin waits here until the first is through. */
async function claimKey(tx: Tx, claim: Claim, at: Date): Promise<KeptAnswer | null> {
  const claimed = await tx`
    insert into visitor_answer (key_hash, request_hash, status, answered_at)
    values (${claim.keyHash}, ${claim.requestHash}, 0, ${at})
    on conflict do nothing returning status`;
  return claimed.length === 1 ? null : await readKept(tx, claim);
}

async function readKept(sql: Sql, { keyHash, requestHash }: Claim): Promise<KeptAnswer | null> {
  const [kept] = await sql<(KeptAnswer & { isSame: boolean })[]>`
    select status, body, request_hash = ${requestHash} as "isSame" from visitor_answer
    where key_hash = ${keyHash}`;
  if (kept === undefined) return null;
  if (kept.isSame) return { status: kept.status, body: kept.body };
  throw new AppError('refused-by-rule', {
    detail: 'This Idempotency-Key stood for another request: use a new one.',
    errors: [{ path: 'Idempotency-Key', message: 'used for another request' }],
  });
}
