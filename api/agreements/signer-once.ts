import { createHash } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { hashRequest, readKey } from '../accounts/idempotency.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { AgreementParts } from './parts.ts';
import { refusedFor } from './refused-for.ts';
import { clearSigningCookie, readSigningToken } from './signing-cookie.ts';

type Parts = { database: Database; now: () => Date; session: string };

/** Who claimed a key and gave no answer for so long has died; what he did is known by its own state. */
const claimMs = 120_000;
/** When a twin may ask again: an act takes about a second, the first of a set some more. */
const twinWaitsSeconds = 2;

/**
 * As `answerOnce`, for an act that goes through several transactions: the key is claimed before it and its answer kept after.
 * What was refused is not kept. A twin that comes while the first is at it is told to wait. Null is answered with 204.
 * Where the act was done and its answer could not be kept, the claim stays: a repeat waits, and then meets the act's own state.
 * @throws AppError `invalid-parameters` (400), `refused-by-rule` (422) for a key of another request, `conflict` (409) for a twin.
 */
export async function answerSignerOnce(
  context: Context,
  { database, now, session }: Parts,
  run: () => Promise<object | null>,
): Promise<Response> {
  const key = readKey(context);
  if (key === null) return answer(context, await run());
  const { sql } = database;
  const keyHash = hashKey(session, key);
  const requestHash = await hashRequest(context);
  const at = now();
  const claimed = await sql`
    insert into visitor_answer (key_hash, request_hash, status, answered_at)
    values (${keyHash}, ${requestHash}, 0, ${at})
    on conflict (key_hash) do update set answered_at = excluded.answered_at
    where visitor_answer.status = 0 and visitor_answer.request_hash = excluded.request_hash
      and visitor_answer.answered_at <= ${new Date(at.getTime() - claimMs)}
    returning status`;
  if (claimed.length === 0) {
    const kept = await readKept(database, keyHash, requestHash);
    if (kept?.isSame === false)
      throw new AppError('refused-by-rule', {
        detail: 'This Idempotency-Key stood for another request: use a new one.',
        errors: [{ path: 'Idempotency-Key', message: 'used for another request' }],
      });
    if (kept !== undefined && kept.status !== 0) return answer(context, kept.body);
    throw underWay();
  }
  const body = await run().catch(async (error: unknown) => {
    // A claim that cannot be taken back ends by itself; what is told is why the act failed.
    await sql`delete from visitor_answer where key_hash = ${keyHash} and status = 0`.catch(() => undefined);
    throw error;
  });
  const [status, written] = body === null ? [204, null] : [200, JSON.stringify(body)];
  // The act is done, whether or not its answer is kept for another time.
  await sql`
    update visitor_answer set status = ${status}, body = ${written}::text::jsonb where key_hash = ${keyHash}`.catch(
    () => undefined,
  );
  return answer(context, body);
}

function underWay(): AppError {
  return refusedFor('under-way', 'conflict', {
    detail: '同一请求正在办理，请稍候。',
    retryAfterSeconds: twinWaitsSeconds,
  });
}

/**
 * For an act that ends its own session: whoever repeats it with its key gets the answer that was given, or is told to wait for it.
 * @throws AppError `conflict` (409) for a twin.
 */
export function answeredBefore({
  database,
  isHttps,
  now,
}: Pick<AgreementParts, 'database' | 'isHttps' | 'now'>): MiddlewareHandler {
  return async (context, next) => {
    const [key, session] = [readKey(context), readSigningToken(context, isHttps)];
    // What comes as a form was never one of ours.
    const isJson = context.req.header('Content-Type')?.startsWith('application/json') === true;
    if (key === null || session === null || !isJson) return await next();
    const kept = await readKept(database, hashKey(session, key), await hashRequest(context));
    if (kept === undefined || !kept.isSame) return await next();
    if (kept.status === 0) {
      // Its session may be over already, while its answer is not kept yet.
      if (kept.at.getTime() > now().getTime() - claimMs) throw underWay();
      return await next();
    }
    clearSigningCookie(context, isHttps);
    context.header('Cache-Control', 'private, no-store');
    return answer(context, kept.body);
  };
}

function hashKey(session: string, key: string): Buffer {
  return createHash('sha256').update(`signing ${session}\n${key}`).digest();
}

function answer(context: Context, body: object | null): Response {
  return body === null ? context.body(null, 204) : context.json(body);
}

async function readKept({ sql }: Database, keyHash: Buffer, requestHash: Buffer) {
  const [kept] = await sql<{ status: number; body: object | null; isSame: boolean; at: Date }[]>`
    select status, body, answered_at as at, request_hash = ${requestHash} as "isSame" from visitor_answer where key_hash = ${keyHash}`;
  return kept;
}
