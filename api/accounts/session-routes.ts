import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { answerOf, refusalOf } from './answers.ts';
import type { AccountParts } from './parts.ts';
import { ownToken, placeOf } from './place.ts';
import { renewProof } from './proof.ts';
import { Proof, Sessions, SignIn } from './schema.ts';
import { secretTokenHash } from './secret-token.ts';
import { clearSessionCookie, readSessionToken, writeSessionCookie } from './session-cookie.ts';
import { deleteSession, deleteSessions, listSessions } from './session-store.ts';
import { signIn } from './sign-in.ts';

/** Signing in and out, and where one is signed in. */
export function sessionRoutes(parts: AccountParts) {
  const { database, isHttps, now } = parts;
  return new Hono()
    .post(
      '/api/session',
      allow('public'),
      describeRoute({
        summary: 'Sign in',
        tags: ['accounts'],
        responses: {
          204: { description: 'Signed in; the session is in a cookie' },
          401: refusalOf(
            'Wrong e-mail or password (`credentials-wrong`), or the code is needed (`totp-needed`)',
          ),
          429: refusalOf('Too many attempts'),
        },
      }),
      checked('query', NoQuery),
      checked('json', SignIn),
      async (context) => {
        const started = await signIn(parts, context.req.valid('json'), placeOf(context, parts));
        writeSessionCookie(context, started, isHttps);
        return context.body(null, 204);
      },
    )
    .delete(
      '/api/session',
      allow('public'),
      describeRoute({
        summary: 'Sign out',
        tags: ['accounts'],
        responses: { 204: { description: 'Signed out, whether or not anybody was signed in' } },
      }),
      checked('query', NoQuery),
      async (context) => {
        const token = readSessionToken(context, isHttps);
        if (token !== null) await deleteSession(database.sql, secretTokenHash(token));
        clearSessionCookie(context, isHttps);
        return context.body(null, 204);
      },
    )
    .post(
      '/api/session/proof',
      allow('signed-in', { beforeSecondFactor: true }),
      describeRoute({
        summary: 'Prove again who one is, for what needs a recent proof',
        tags: ['accounts'],
        responses: {
          204: { description: 'Proven, for five minutes' },
          401: refusalOf('The code is needed'),
          422: refusalOf('Wrong'),
          429: refusalOf('Five failures: the session has ended'),
        },
      }),
      checked('query', NoQuery),
      checked('json', Proof),
      async (context) => {
        const given = { token: ownToken(context, parts), proof: context.req.valid('json') };
        await renewProof(parts, context.get('actor'), given);
        return context.body(null, 204);
      },
    )
    .get(
      '/api/sessions',
      allow('signed-in', { beforeSecondFactor: true }),
      describeRoute({
        summary: 'Where one is signed in',
        tags: ['accounts'],
        responses: { 200: answerOf('Own sessions', Sessions) },
      }),
      checked('query', NoQuery),
      async (context) => {
        const { accountId } = context.get('actor');
        const tokenHash = secretTokenHash(ownToken(context, parts));
        const items = await listSessions(database.sql, { accountId, tokenHash, at: now() });
        return context.json({ items });
      },
    )
    .delete(
      '/api/sessions',
      allow('signed-in', { beforeSecondFactor: true }),
      describeRoute({
        summary: 'Sign out everywhere',
        tags: ['accounts'],
        responses: { 204: { description: 'Every session of this account has ended, this one too' } },
      }),
      checked('query', NoQuery),
      async (context) => {
        await deleteSessions(database.sql, context.get('actor').accountId);
        clearSessionCookie(context, isHttps);
        return context.body(null, 204);
      },
    );
}
