import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { readOwnAccount } from './account-store.ts';
import type { Actor } from './actor.ts';
import { answerOf, refusalOf } from './answers.ts';
import { beginEnrolment, confirmEnrolment, endSecondFactor } from './enrolment.ts';
import { changeOwn } from './own-changes.ts';
import type { AccountParts } from './parts.ts';
import { ownToken, placeOf } from './place.ts';
import { Me, OwnChanges, RecoveryCodes, SecondFactorCode, SecondFactorStart } from './schema.ts';
import { writeSessionCookie } from './session-cookie.ts';

/** One's own account. Staff reach it before their second factor is there: it is set up here. */
export function ownAccountRoutes(parts: AccountParts) {
  return new Hono()
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
    )
    .patch(
      '/api/me',
      allow('signed-in', { beforeSecondFactor: true }),
      describeRoute({
        summary: 'Change one’s name, language or password',
        tags: ['accounts'],
        responses: {
          200: answerOf('Oneself', Me),
          422: refusalOf('The old password is wrong, or the new one not good enough'),
        },
      }),
      checked('query', NoQuery),
      checked('json', OwnChanges),
      async (context) => {
        const { address } = placeOf(context, parts);
        const change = { changes: context.req.valid('json'), token: ownToken(context, parts), address };
        await changeOwn(parts, context.get('actor'), change);
        return context.json(await readMe(parts, context.get('actor')));
      },
    )
    .post(
      '/api/me/second-factor',
      allow('signed-in', { beforeSecondFactor: true }),
      describeRoute({
        summary: 'Begin to set up the second factor (TOTP)',
        tags: ['accounts'],
        responses: {
          200: answerOf('For the authenticator', SecondFactorStart),
          403: refusalOf('A recent proof is needed'),
          409: refusalOf('There is one'),
        },
      }),
      checked('query', NoQuery),
      async (context) => context.json(await beginEnrolment(parts, context.get('actor'))),
    )
    .post(
      '/api/me/second-factor/confirm',
      allow('signed-in', { beforeSecondFactor: true }),
      describeRoute({
        summary: 'Put the second factor into use',
        tags: ['accounts'],
        responses: {
          200: answerOf('Recovery codes, shown this once', RecoveryCodes),
          409: refusalOf('Nothing was begun'),
          422: refusalOf('A wrong code'),
        },
      }),
      checked('query', NoQuery),
      checked('json', SecondFactorCode),
      async (context) => {
        const { address } = placeOf(context, parts);
        const given = { code: context.req.valid('json').code, address };
        const { session, recoveryCodes } = await confirmEnrolment(parts, context.get('actor'), given);
        writeSessionCookie(context, session, parts.isHttps);
        return context.json({ recoveryCodes });
      },
    )
    .delete(
      '/api/me/second-factor',
      allow('signed-in'),
      describeRoute({
        summary: 'Stop using the second factor',
        tags: ['accounts'],
        responses: {
          204: { description: 'Without a second factor' },
          403: refusalOf('A recent proof is needed; staff keep theirs outside demonstration mode'),
        },
      }),
      checked('query', NoQuery),
      async (context) => {
        await endSecondFactor(parts, context.get('actor'));
        return context.body(null, 204);
      },
    );
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
