import type { MiddlewareHandler } from 'hono';
import { findSession, type SignerPlace } from './link-store.ts';
import type { AgreementParts } from './parts.ts';
import { refusedFor } from './refused-for.ts';
import { readSigningToken } from './signing-cookie.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Who came by a link; there behind `signerOnly`. */
    signer: SignerPlace & { session: string };
  }
}

/** Before anything is read of what was sent: without a session of a link there is nothing here. */
export function signerOnly({
  database,
  isHttps,
  now,
}: Pick<AgreementParts, 'database' | 'isHttps' | 'now'>): MiddlewareHandler {
  return async (context, next) => {
    context.header('Cache-Control', 'private, no-store');
    context.header('Referrer-Policy', 'no-referrer');
    const session = readSigningToken(context, isHttps);
    const found = session === null ? null : await findSession(database.sql, session, now());
    if (session === null || found === null)
      throw refusedFor('dead-link', 'unauthenticated', { detail: '请从签署邮件中的链接进入。' });
    context.set('signer', { ...found, session });
    await next();
  };
}
