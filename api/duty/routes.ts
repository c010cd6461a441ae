import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { Actor } from '../accounts/actor.ts';
import { answerOnce } from '../accounts/idempotency.ts';
import { appendAudit } from '../audit/store.ts';
import { shanghaiDay } from '../calendar/rules.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked, NoQuery } from '../validation.ts';
import { deleteAbsence, findOfficer, findOverlap, insertAbsence, listAbsences } from './absence-store.ts';
import { listOfficers } from './officer-store.ts';
import { AbsencePath, Absences, NewAbsence, Officers } from './schema.ts';

const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(Problem) } },
});

/** 值班: when an officer is away, the deputy gets what is asked. Colleagues enter it for one another. */
export function dutyRoutes({ database, now }: { database: Database; now: () => Date }) {
  return new Hono()
    .get(
      '/api/staff/officers',
      allow(['publisher', 'admin']),
      describeRoute({
        summary: 'Who may have a case, of every department of promotion: to hand over to, and who is on duty',
        tags: ['duty'],
        responses: {
          200: { description: 'Officers', content: { 'application/json': { schema: resolver(Officers) } } },
        },
      }),
      checked('query', NoQuery),
      async (context) => {
        const { accountId } = context.get('actor');
        const items = await listOfficers(database.sql, { accountId, day: shanghaiDay(now()) });
        return context.json({ items });
      },
    )
    .get(
      '/api/staff/absences',
      allow(['publisher', 'admin']),
      describeRoute({
        summary: 'Who is away, from today on: of the own department, for administrators of all',
        tags: ['duty'],
        responses: {
          200: { description: 'Absences', content: { 'application/json': { schema: resolver(Absences) } } },
        },
      }),
      checked('query', NoQuery),
      async (context) => {
        const department = departmentOf(context.get('actor'));
        const items = await listAbsences(database.sql, { department, day: shanghaiDay(now()) });
        return context.json({ items });
      },
    )
    .post(
      '/api/staff/absences',
      allow(['publisher', 'admin']),
      describeRoute({
        summary: 'Enter an absence',
        tags: ['duty'],
        responses: {
          201: { description: 'Entered; its id' },
          409: refusal('An absence of these days is entered already'),
          422: refusal('Nobody of the department, days that are none, or days that are over'),
        },
      }),
      checked('query', NoQuery),
      checked('json', NewAbsence),
      (context) => {
        const absence = context.req.valid('json');
        const actor = context.get('actor');
        const at = now();
        return answerOnce(context, { database, now }, async (tx) => {
          if (absence.lastDay < shanghaiDay(at)) throw isOver();
          const officer = await findOfficer(tx, absence.accountId);
          const own = departmentOf(actor);
          if (officer === null || (own !== null && officer.department !== own)) throw notOurs();
          const overlap = await findOverlap(tx, absence);
          if (overlap !== null) throw overlaps(overlap);
          const id = await insertAbsence(tx, absence, { by: actor.accountId, at });
          const { accountId, firstDay, lastDay } = absence;
          const subject = `account:${accountId}`;
          const details = { firstDay, lastDay };
          await appendAudit(tx, { actor, action: 'absence.enter', subject, details, at });
          return { status: 201, body: { id } };
        });
      },
    )
    .delete(
      '/api/staff/absences/:id',
      allow(['publisher', 'admin']),
      describeRoute({
        summary: 'Take an absence out',
        tags: ['duty'],
        responses: { 204: { description: 'Taken out' }, 404: refusal('None of the own department') },
      }),
      checked('param', AbsencePath),
      checked('query', NoQuery),
      (context) => {
        const { id } = context.req.valid('param');
        const actor = context.get('actor');
        return answerOnce(context, { database, now }, async (tx) => {
          const gone = await deleteAbsence(tx, { id, department: departmentOf(actor) });
          if (gone === null) throw new AppError('not-found');
          const subject = `account:${gone.accountId}`;
          await appendAudit(tx, { actor, action: 'absence.remove', subject, at: now() });
          return { status: 204 };
        });
      },
    );
}

/** Null: all of them. */
function departmentOf({ role, department }: Actor): string | null {
  if (role === 'admin') return null;
  if (department === null) throw new AppError('not-found');
  return department;
}

function overlaps({ firstDay, lastDay }: { firstDay: string; lastDay: string }): AppError {
  const days = firstDay === lastDay ? firstDay : `${firstDay} 至 ${lastDay}`;
  return new AppError('conflict', {
    detail: `此人 ${days} 的缺勤已登记，日期不能重叠：先删去原来的，再登记。`,
  });
}

/** What came in on those days went to whoever was on duty: an absence entered afterwards would only look like a reason. */
function isOver(): AppError {
  const message =
    '这些天已经过去，不能补登：缺勤还没结束的，最后一天填今天或以后；已到手的询盘请转交 · these days are over: enter a last day of today or later, or hand the enquiries over';
  return new AppError('refused-by-rule', { detail: message, errors: [{ path: 'lastDay', message }] });
}

function notOurs(): AppError {
  const message = '只能登记本部门承办人的缺勤 · not an officer of the department';
  return new AppError('refused-by-rule', { detail: message, errors: [{ path: 'accountId', message }] });
}
