import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { Actor } from '../accounts/actor.ts';
import { answerOnce } from '../accounts/idempotency.ts';
import { appendAudit } from '../audit/store.ts';
import { shanghaiDay, shanghaiTime } from '../calendar/rules.ts';
import type { Sql } from '../db/database.ts';
import { CodePath } from '../drafts/schema.ts';
import { isInScope } from '../drafts/scope-rules.ts';
import { AppError } from '../errors.ts';
import { readStanding } from '../parcels/standing.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import type { AgreementParts } from './parts.ts';
import { refuseAtField, refuseWrongRegistration } from './project-desk.ts';
import { NewWinner, WinnerAnswer, WinnerDecision } from './winner-schema.ts';
import { decideWinner, findDeal, insertWinner, readWinner } from './winner-store.ts';

const tags = ['agreements'];
const done = { 204: { description: 'Done' } };

/** 竞得人: who won a parcel, for staff alone; entered by the department, confirmed by a reviewer. */
export function winnerRoutes({ database, now }: Pick<AgreementParts, 'database' | 'now'>) {
  const once = { database, now };
  return new Hono()
    .get(
      '/api/parcels/:code/winner',
      allow(['publisher', 'reviewer']),
      describeRoute({
        summary: 'Who is entered as the winner of the last deal',
        tags,
        responses: {
          200: {
            description: 'Or null',
            content: { 'application/json': { schema: resolver(WinnerAnswer) } },
          },
        },
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      async (context) => {
        const { sql } = database;
        const at = now();
        const parcelId = await ownParcel(sql, context.req.valid('param').code, {
          actor: context.get('actor'),
          at,
        });
        const deal = await findDeal(sql, parcelId, at);
        if (deal === null) return context.json({ soldAt: null, winner: null } satisfies WinnerAnswer);
        const soldAt = shanghaiTime(deal.at);
        const winner = await readWinner(sql, deal.id);
        if (winner === null) return context.json({ soldAt, winner: null } satisfies WinnerAnswer);
        const { enteredAt, enteredById, decidedAt, ...said } = winner;
        const read = {
          ...said,
          isOwn: enteredById === context.get('actor').accountId,
          enteredAt: shanghaiTime(enteredAt),
          decidedAt: decidedAt === null ? null : shanghaiTime(decidedAt),
        };
        return context.json({ soldAt, winner: read } satisfies WinnerAnswer);
      },
    )
    .post(
      '/api/parcels/:code/winner',
      allow(['publisher']),
      describeRoute({ summary: 'Enter who won a parcel; it counts once confirmed', tags, responses: done }),
      checked('param', CodePath),
      checked('query', NoQuery),
      checked('json', NewWinner),
      async (context) => {
        const { code } = context.req.valid('param');
        const actor = context.get('actor');
        const asked = context.req.valid('json');
        const parcelId = await ownParcel(database.sql, code, { actor, at: now() });
        if (asked.creditCode === undefined && asked.foreignRegistration === undefined)
          throw refuseAtField(
            'creditCode',
            '请填统一社会信用代码；境外企业填国家（地区）代码和当地登记编号。',
          );
        refuseWrongRegistration(asked);
        if (asked.confirmedOn > shanghaiDay(now()))
          throw refuseAtField('confirmedOn', '成交确认书的日期不能晚于今天。');
        return answerOnce(context, once, async (tx) => {
          const at = now();
          const dealId = await dealOf(tx, { parcelId, code, at });
          const entered = { ...asked, parcelId, dealId, accountId: actor.accountId, at };
          if ((await insertWinner(tx, entered)) === null)
            throw new AppError('conflict', { detail: `${code} 这次成交的竞得人已经登记。` });
          await appendAudit(tx, { actor, action: 'parcel.enter-winner', subject: `parcel:${code}`, at });
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/parcels/:code/winner/confirm',
      allow(['reviewer']),
      describeRoute({ summary: 'The second person’s word on a winner', tags, responses: done }),
      checked('param', CodePath),
      checked('query', NoQuery),
      checked('json', WinnerDecision),
      async (context) => {
        const { code } = context.req.valid('param');
        const actor = context.get('actor');
        const { outcome } = context.req.valid('json');
        const parcelId = await ownParcel(database.sql, code, { actor, at: now() });
        return answerOnce(context, once, async (tx) => {
          const at = now();
          const dealId = await dealOf(tx, { parcelId, code, at });
          if (!(await decideWinner(tx, { dealId, outcome, accountId: actor.accountId, at })))
            throw new AppError('conflict', {
              detail: `${code} 没有等待确认的竞得人，或是你自己登记的；须由另一人确认。`,
            });
          const details = { outcome };
          await appendAudit(tx, {
            actor,
            action: 'parcel.decide-winner',
            subject: `parcel:${code}`,
            details,
            at,
          });
          return { status: 204 };
        });
      },
    );
}

/** @throws AppError `parcel-unknown` (404) for one that is missing or another department's. */
async function ownParcel(sql: Sql, code: string, { actor, at }: { actor: Actor; at: Date }): Promise<number> {
  const standing = await readStanding(sql, code, at);
  if (standing === null || !isInScope(actor, standing.departmentCode)) throw new AppError('parcel-unknown');
  return standing.parcelId;
}

async function dealOf(
  sql: Sql,
  { parcelId, code, at }: { parcelId: number; code: string; at: Date },
): Promise<number> {
  const deal = await findDeal(sql, parcelId, at);
  if (deal === null) throw new AppError('conflict', { detail: `${code} 还没有成交记录，不能登记竞得人。` });
  return deal.id;
}
