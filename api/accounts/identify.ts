import type { MiddlewareHandler } from 'hono';
import type { Database } from '../db/database.ts';
import type { Actor } from './actor.ts';
import { isStaff } from './rules.ts';
import { secretTokenHash } from './secret-token.ts';
import { readSessionToken } from './session-cookie.ts';
import { isSessionLive, lastSeenStepMs } from './session-rules.ts';
import { noteSeen, readSession } from './session-store.ts';

export type IdentifyParts = {
  database: Database;
  isHttps: boolean;
  /** In demonstration mode staff need no second factor. */
  isDemonstration: boolean;
  now: () => Date;
};

/**
 * Lets a route ask who sent the request. Role, lock and department are read at each request, so that a change acts on the
 * next one; a route that does not ask costs no query.
 */
export function identifyBySession(parts: IdentifyParts): MiddlewareHandler {
  return async (context, next) => {
    let answer: Promise<Actor | null> | undefined;
    context.set('identify', () => {
      answer ??= readActor(parts, readSessionToken(context, parts.isHttps));
      return answer;
    });
    await next();
  };
}

async function readActor(
  { database, isDemonstration, now }: IdentifyParts,
  token: string | null,
): Promise<Actor | null> {
  if (token === null) return null;
  const tokenHash = secretTokenHash(token);
  const session = await readSession(database.sql, tokenHash);
  const at = now();
  if (session === null || session.isLocked || !isSessionLive(session, session.role, at)) return null;
  if (at.getTime() - session.lastSeenAt.getTime() >= lastSeenStepMs)
    await noteSeen(database.sql, tokenHash, at);
  const { accountId, role, department, competences, provedAt, hasSecondFactor } = session;
  const lacksSecondFactor = isStaff(role) && !isDemonstration && !hasSecondFactor;
  return { accountId, role, department, competences, provedAt, lacksSecondFactor };
}
