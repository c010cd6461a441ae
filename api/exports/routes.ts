import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import { requireRecentProof } from '../accounts/rules.ts';
import { appendAudit } from '../audit/store.ts';
import type { Database } from '../db/database.ts';
import { departmentOf } from '../intakes/open-intake.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked, NoQuery } from '../validation.ts';
import { ParcelExport } from './schema.ts';

/**
 * What is taken out of the staff's table. The page makes the file itself, of rows it has been given; it does so once the log
 * knows of it.
 */
export function exportRoutes({ database, now }: { database: Database; now: () => Date }) {
  return new Hono().post(
    '/api/staff/parcel-exports',
    allow(['publisher', 'reviewer']),
    describeRoute({
      summary: 'Say that rows of the staff table are saved as a file',
      tags: ['drafts'],
      responses: {
        204: { description: 'It stands in the log' },
        403: {
          description: 'A recent proof is needed',
          content: { 'application/problem+json': { schema: resolver(Problem) } },
        },
      },
    }),
    checked('query', NoQuery),
    checked('json', ParcelExport),
    (context) =>
      answerOnce(context, { database, now }, async (tx) => {
        const actor = context.get('actor');
        const at = now();
        requireRecentProof(actor, at);
        const subject = `department:${departmentOf(actor)}`;
        await appendAudit(tx, {
          actor,
          action: 'parcel.export',
          subject,
          details: context.req.valid('json'),
          at,
        });
        return { status: 204 };
      }),
  );
}
