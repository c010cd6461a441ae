import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Database, TransactionOptions, Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { claimKey, keepAnswer } from './idempotency-store.ts';

const keyPattern = /^[\x21-\x7e]{8,128}$/;

/** 204 has no body, the others have one. */
export type OnceAnswer = { status: 200 | 201; body: object } | { status: 204 };

export type OnceParts = {
  database: Database;
  now: () => Date;
  /** Where the body has been read already: what stands for address and body. */
  requestHash?: Buffer;
};

/**
 * Runs an act in one transaction and answers with what it returns. Where the request carries an Idempotency-Key, the answer
 * is kept in that very transaction: sent again with the same key, the request is answered again and not done again, also
 * after a crash; a twin that comes meanwhile waits for the first. What `run` refuses is not kept.
 * @throws AppError `invalid-parameters` (400) for a malformed key, `refused-by-rule` (422) for one that stood for another
 *   request, and whatever `run` throws.
 */
export async function answerOnce(
  context: Context,
  parts: OnceParts & TransactionOptions,
  run: (tx: Tx) => Promise<OnceAnswer>,
): Promise<Response> {
  const answer = await runOnce(context, parts, run);
  if (answer.body === undefined || answer.body === null) return context.body(null, 204);
  return context.json(answer.body, answer.status === 201 ? 201 : 200);
}

/** As `answerOnce`, for a route that keeps less than it answers with: what `run` returned, now or when it was first sent. */
export async function runOnce(
  context: Context,
  { database, now, requestHash, ...options }: OnceParts & TransactionOptions,
  run: (tx: Tx) => Promise<OnceAnswer>,
): Promise<{ status: number; body?: object | null }> {
  const key = readKey(context);
  if (key === null) return await database.transaction(run, options);
  const { accountId } = context.get('actor');
  const asked = requestHash ?? (await hashRequest(context));
  const claim = { accountId, key, requestHash: bound(asked, context.req.header('If-Match')), at: now() };
  return await database.transaction(async (tx) => {
    const kept = await claimKey(tx, claim);
    if (kept !== null) return kept;
    const fresh = await run(tx);
    await keepAnswer(tx, claim, { status: fresh.status, body: fresh.status === 204 ? null : fresh.body });
    return fresh;
  }, options);
}

/** @throws AppError `invalid-parameters` (400) for a malformed key. */
export function readKey(context: Context): string | null {
  const key = context.req.header('Idempotency-Key');
  if (key === undefined) return null;
  if (keyPattern.test(key)) return key;
  throw new AppError('invalid-parameters', {
    errors: [{ path: 'Idempotency-Key', message: '8 to 128 visible characters' }],
  });
}

/** What a key stands for: method, address and body; of a form its parts, since each sending parts them by another word. */
export async function hashRequest({ req }: Context): Promise<Buffer> {
  const { pathname, search } = new URL(req.url);
  const hash = createHash('sha256').update(`${req.method} ${pathname}${search}\n`);
  if (!req.header('Content-Type')?.startsWith('multipart/form-data'))
    return hash.update(await req.text()).digest();
  for (const [name, value] of await req.formData()) {
    const bytes = typeof value === 'string' ? Buffer.from(value) : Buffer.from(await value.arrayBuffer());
    const fileName = typeof value === 'string' ? null : value.name;
    hash.update(JSON.stringify([name, fileName, bytes.length])).update(bytes);
  }
  return hash.digest();
}

/** The same words about another revision are another request. */
function bound(hash: Buffer, ifMatch: string | undefined): Buffer {
  return ifMatch === undefined ? hash : createHash('sha256').update(hash).update(ifMatch).digest();
}
