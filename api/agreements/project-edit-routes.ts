import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import { appendAudit } from '../audit/store.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { EditedProject, ProjectPath } from './agreement-schema.ts';
import { ifMatch } from './if-match.ts';
import type { AgreementParts } from './parts.ts';
import { findProject, namedParcels, refuseWrongFacts } from './project-desk.ts';
import { replaceProject } from './project-store.ts';

/** 修改项目. Agreements that were drafted or sent before keep what they say. */
export function projectEditRoutes({ database, now }: Pick<AgreementParts, 'database' | 'now'>) {
  return new Hono().patch(
    '/api/projects/:id',
    allow(['publisher']),
    describeRoute({
      summary: 'Change a project; its agreements keep what they say',
      tags: ['agreements'],
      responses: { 204: { description: 'Done' } },
    }),
    checked('param', ProjectPath),
    checked('query', NoQuery),
    checked('json', EditedProject),
    async (context) => {
      const actor = context.get('actor');
      const { id } = context.req.valid('param');
      const asked = context.req.valid('json');
      const { number } = await findProject(database.sql, id, actor);
      const version = ifMatch(context, '项目的版次');
      refuseWrongFacts(asked);
      return answerOnce(context, { database, now }, async (tx) => {
        const parcels = await namedParcels(tx, asked.parcelCodes);
        if (!(await replaceProject(tx, { ...asked, id, version, parcels })))
          throw new AppError('version-mismatch');
        const details = { version: version + 1 };
        await appendAudit(tx, {
          actor,
          action: 'project.edit',
          subject: `project:${number}`,
          details,
          at: now(),
        });
        return { status: 204 };
      });
    },
  );
}
