import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { shanghaiTime } from '../calendar/rules.ts';
import type { Database } from '../db/database.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked } from '../validation.ts';
import { readPage } from './page-store.ts';
import { AuditPage, AuditQuery } from './schema.ts';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(Problem) } },
});

/** The log (审计日志), for who watches over it; nobody writes here. */
export function auditRoutes({ database }: { database: Database }) {
  return new Hono().get(
    '/api/audit',
    allow(['auditor', 'admin']),
    describeRoute({
      summary: 'Read the log',
      description:
        'What was done, the newest first. Without personal data; the whole chain is checked by `audit verify`.',
      tags: ['audit'],
      responses: {
        200: { description: 'One page', content: { 'application/json': { schema: resolver(AuditPage) } } },
        400: problem('A parameter is unknown or malformed'),
        401: problem('Not signed in'),
        403: problem('Neither auditor nor admin'),
      },
    }),
    checked('query', AuditQuery),
    async (context) => {
      const query = context.req.valid('query');
      const rows = await readPage(database.sql, query);
      const items = rows.slice(0, query.limit).map((row) => ({ ...row, at: shanghaiTime(row.at) }));
      const last = items.at(-1);
      return context.json({ items, next: rows.length > items.length && last ? String(last.seq) : null });
    },
  );
}
