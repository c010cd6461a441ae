import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { answerOf, refusalOf } from './answers.ts';
import { listDepartments } from './department-store.ts';
import { changeDepartment, createDepartment } from './departments.ts';
import { answerOnce } from './idempotency.ts';
import type { AccountParts } from './parts.ts';
import { changePerson, invite, managed } from './people.ts';
import { listPeople } from './people-store.ts';
import {
  AccountChanges,
  AccountQuery,
  DepartmentChanges,
  Invitation,
  ManagedAccount,
  ManagedAccounts,
  ManagedDepartment,
  ManagedDepartments,
  NewDepartment,
} from './schema.ts';

const IdPath = z.strictObject({
  id: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
});
const CodePath = z.strictObject({ code: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/) });

/** People and departments, for administrators. */
export function administrationRoutes(parts: AccountParts) {
  const { database, now } = parts;
  return new Hono()
    .get(
      '/api/admin/accounts',
      allow(['admin']),
      describeRoute({
        summary: 'People, by page',
        tags: ['administration'],
        responses: { 200: answerOf('People', ManagedAccounts) },
      }),
      checked('query', AccountQuery),
      async (context) => {
        const query = context.req.valid('query');
        const people = await listPeople(database.sql, query);
        const shown = people.slice(0, query.limit);
        const next = people.length > query.limit ? (shown.at(-1)?.id ?? null) : null;
        return context.json({ items: shown.map(managed), next });
      },
    )
    .post(
      '/api/admin/accounts',
      allow(['admin']),
      describeRoute({
        summary: 'Invite somebody',
        tags: ['administration'],
        responses: {
          201: answerOf('The account', ManagedAccount),
          403: refusalOf('A recent proof is needed'),
          409: refusalOf('The address has an account'),
          422: refusalOf('Role, department and competences do not go together'),
        },
      }),
      checked('query', NoQuery),
      checked('json', Invitation),
      (context) =>
        answerOnce(context, parts, async (tx) => {
          const act = { actor: context.get('actor'), invitation: context.req.valid('json') };
          return { status: 201, body: await invite(tx, parts, act) };
        }),
    )
    .patch(
      '/api/admin/accounts/:id',
      allow(['admin']),
      describeRoute({
        summary: 'Change what somebody is, lock or unlock',
        description: 'Whoever is changed is signed out everywhere. Nobody changes oneself.',
        tags: ['administration'],
        responses: {
          200: answerOf('The account', ManagedAccount),
          403: refusalOf('Oneself, or a recent proof is needed'),
          404: refusalOf('No such account'),
          422: refusalOf('Role, department and competences do not go together'),
        },
      }),
      checked('param', IdPath),
      checked('query', NoQuery),
      checked('json', AccountChanges),
      async (context) => {
        const change = { id: context.req.valid('param').id, changes: context.req.valid('json') };
        return context.json(await changePerson(parts, context.get('actor'), change));
      },
    )
    .get(
      '/api/admin/departments',
      allow(['admin']),
      describeRoute({
        summary: 'Departments with their regions and officers',
        tags: ['administration'],
        responses: { 200: answerOf('Departments', ManagedDepartments) },
      }),
      checked('query', NoQuery),
      async (context) => context.json({ items: await listDepartments(database.sql) }),
    )
    .post(
      '/api/admin/departments',
      allow(['admin']),
      describeRoute({
        summary: 'Add a department',
        tags: ['administration'],
        responses: {
          201: answerOf('The department', ManagedDepartment),
          403: refusalOf('A recent proof is needed'),
          409: refusalOf('The code is taken'),
          422: refusalOf('A region or an officer is unknown'),
        },
      }),
      checked('query', NoQuery),
      checked('json', NewDepartment),
      (context) =>
        answerOnce(context, parts, async (tx) => {
          const by = { actor: context.get('actor'), at: now() };
          return { status: 201, body: await createDepartment(tx, context.req.valid('json'), by) };
        }),
    )
    .patch(
      '/api/admin/departments/:code',
      allow(['admin']),
      describeRoute({
        summary: 'Change a department',
        tags: ['administration'],
        responses: {
          200: answerOf('The department', ManagedDepartment),
          403: refusalOf('A recent proof is needed'),
          404: refusalOf('No such department'),
          409: refusalOf('Its duty cannot change while people belong to it'),
          422: refusalOf('A region or an officer is unknown, or the city pack rules'),
        },
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      checked('json', DepartmentChanges),
      async (context) => {
        const change = { code: context.req.valid('param').code, changes: context.req.valid('json') };
        return context.json(await changeDepartment(parts, context.get('actor'), change));
      },
    );
}
