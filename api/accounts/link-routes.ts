import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { answerOf, refusalOf } from './answers.ts';
import { choosePassword, signInByLink } from './links.ts';
import type { AccountParts } from './parts.ts';
import { placeOf } from './place.ts';
import { register, requestReset } from './registration.ts';
import { ChosenFor, PasswordChoice, Registration, ResetRequest, TokenSignIn } from './schema.ts';
import { writeSessionCookie } from './session-cookie.ts';

const sent = {
  202: { description: 'A letter is on its way, if there is anything to write; the answer is the same' },
  429: refusalOf('Too many letters'),
};
const chosen = {
  200: answerOf('Whose password it is now', ChosenFor),
  422: refusalOf('The link is spent (`link-spent`), or the password is not good enough (`refused-by-rule`)'),
};

/** What goes by letter: registering, a forgotten password, and the links that come of it. */
export function linkRoutes(parts: AccountParts) {
  return new Hono()
    .post(
      '/api/accounts',
      allow('public'),
      describeRoute({
        summary: 'Register as an investor',
        description: 'A link to choose a password goes to the address.',
        tags: ['accounts'],
        responses: sent,
      }),
      checked('query', NoQuery),
      checked('json', Registration),
      async (context) => {
        await register(parts, context.req.valid('json'), placeOf(context, parts).address);
        return context.body(null, 202);
      },
    )
    .post(
      '/api/password-resets',
      allow('public'),
      describeRoute({
        summary: 'Ask for a link to choose a new password',
        tags: ['accounts'],
        responses: sent,
      }),
      checked('query', NoQuery),
      checked('json', ResetRequest),
      async (context) => {
        await requestReset(parts, context.req.valid('json').email, placeOf(context, parts).address);
        return context.body(null, 202);
      },
    )
    .post(
      '/api/account-tokens/verify',
      allow('public'),
      describeRoute({
        summary: 'Confirm an address and choose the first password',
        tags: ['accounts'],
        responses: chosen,
      }),
      checked('query', NoQuery),
      checked('json', PasswordChoice),
      async (context) =>
        context.json(await choosePassword(parts, { ...context.req.valid('json'), purpose: 'verify-email' })),
    )
    .post(
      '/api/account-tokens/reset',
      allow('public'),
      describeRoute({
        summary: 'Choose a new password; every session ends',
        tags: ['accounts'],
        responses: chosen,
      }),
      checked('query', NoQuery),
      checked('json', PasswordChoice),
      async (context) =>
        context.json(
          await choosePassword(parts, { ...context.req.valid('json'), purpose: 'reset-password' }),
        ),
    )
    .post(
      '/api/account-tokens/sign-in',
      allow('public'),
      describeRoute({
        summary: 'Sign in with a one-time link',
        tags: ['accounts'],
        responses: {
          204: { description: 'Signed in; the session is in a cookie' },
          401: refusalOf('The code is needed'),
          422: refusalOf('The link is spent'),
        },
      }),
      checked('query', NoQuery),
      checked('json', TokenSignIn),
      async (context) => {
        const started = await signInByLink(parts, context.req.valid('json'), placeOf(context, parts));
        writeSessionCookie(context, started, parts.isHttps);
        return context.body(null, 204);
      },
    );
}
