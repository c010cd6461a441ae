import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { readOwnAccount } from './account-store.ts';
import type { Actor } from './actor.ts';
import { answerOf, refusalOf } from './answers.ts';
import { clientAddress } from './client-address.ts';
import type { AccountParts } from './parts.ts';
import { Me, SignIn } from './schema.ts';
import { secretTokenHash } from './secret-token.ts';
import { clearSessionCookie, readSessionToken, writeSessionCookie } from './session-cookie.ts';
import { deleteSession } from './session-store.ts';
import { signIn } from './sign-in.ts';

/** Signing in and out, and who one is. */
export function accountRoutes(parts: AccountParts) {
  const { database, isHttps } = parts;
  return new Hono()
    .post(
      '/api/session',
      allow('public'),
      describeRoute({
        summary: 'Sign in',
        tags: ['accounts'],
        responses: {
          204: { description: 'Signed in; the session is in a cookie' },
          401: refusalOf('Wrong e-mail or password, or the code is needed'),
          429: refusalOf('Too many attempts'),
        },
      }),
      checked('query', NoQuery),
      checked('json', SignIn),
      async (context) => {
        const { token, maxAgeSeconds } = await signIn(
          parts,
          context.req.valid('json'),
          placeOf(context, parts),
        );
        writeSessionCookie(context, token, { isHttps, maxAgeSeconds });
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
    .get(
      '/api/me',
      allow('signed-in', { beforeSecondFactor: true }),
      describeRoute({
        summary: 'Who is signed in',
        tags: ['accounts'],
        responses: { 200: answerOf('Oneself', Me), 401: refusalOf('Nobody is signed in') },
      }),
      checked('query', NoQuery),
      async (context) => context.json(await readMe(parts, context.get('actor'))),
    );
}

function placeOf(context: Context, { isHttps, isTrustedProxy }: AccountParts) {
  return {
    address: clientAddress(context, isTrustedProxy),
    earlierToken: readSessionToken(context, isHttps),
  };
}

async function readMe({ database }: AccountParts, actor: Actor): Promise<Me> {
  const account = await readOwnAccount(database.sql, actor.accountId);
  if (account === null) throw new AppError('unauthenticated');
  const { department, departmentZh, departmentEn, ...own } = account;
  return {
    ...own,
    ...(department !== null && {
      department,
      departmentName: { 'zh-CN': departmentZh ?? department, en: departmentEn ?? department },
    }),
    lacksSecondFactor: actor.lacksSecondFactor,
    provedAt: actor.provedAt.toISOString(),
  };
}
