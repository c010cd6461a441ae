import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import { appendAudit } from '../audit/store.ts';
import { workingTimeOf } from '../city/working-time.ts';
import { enquiryIdOf } from '../enquiries/find.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { readObligations } from './obligation-store.ts';
import type { AgreementParts } from './parts.ts';
import { departmentOf } from './prepare.ts';
import {
  findProject,
  namedParcels,
  presentProject,
  presentProjects,
  refuseAtField,
  refuseWrongFacts,
} from './project-desk.ts';
import { insertProject, readProjectVersion } from './project-store.ts';
import {
  NewProject,
  Project,
  ProjectDetail,
  ProjectPage,
  ProjectPath,
  ProjectQuery,
} from './agreement-schema.ts';

const tags = ['agreements'];
const staff = ['publisher', 'reviewer'] as const;

/** 项目: the thread from the first agreement to production. */
export function projectRoutes(parts: Pick<AgreementParts, 'database' | 'now' | 'city'>) {
  const { database, now, city } = parts;
  const once = { database, now };
  return new Hono()
    .get(
      '/api/projects',
      allow([...staff]),
      describeRoute({
        summary: 'Projects of one’s department; of all for reviewers',
        tags,
        responses: {
          200: {
            description: 'A page, the newest first',
            content: { 'application/json': { schema: resolver(ProjectPage) } },
          },
        },
      }),
      checked('query', ProjectQuery),
      async (context) => {
        const { q: words = null, before = null } = context.req.valid('query');
        return context.json(await presentProjects(database.sql, context.get('actor'), { words, before }));
      },
    )
    .post(
      '/api/projects',
      allow(['publisher']),
      describeRoute({
        summary: 'A new project',
        tags,
        responses: {
          201: { description: 'Written', content: { 'application/json': { schema: resolver(Project) } } },
        },
      }),
      checked('query', NoQuery),
      checked('json', NewProject),
      async (context) => {
        const actor = context.get('actor');
        const asked = context.req.valid('json');
        refuseWrongFacts(asked);
        return answerOnce(context, once, async (tx) => {
          const at = now();
          const parcels = await namedParcels(tx, asked.parcelCodes);
          const department = departmentOf(actor);
          const enquiryId =
            asked.enquiry === undefined ? null : await enquiryIdOf(tx, asked.enquiry, department);
          if (asked.enquiry !== undefined && enquiryId === null)
            throw refuseAtField('enquiry', '没有这件询盘，或不是本部门的。');
          const { id, number } = await insertProject(tx, {
            ...asked,
            department,
            parcels,
            enquiryId,
            accountId: actor.accountId,
            at,
          });
          await appendAudit(tx, { actor, action: 'project.create', subject: `project:${number}`, at });
          return { status: 201, body: { id, number } };
        });
      },
    )
    .get(
      '/api/projects/:id',
      allow([...staff]),
      describeRoute({
        summary: 'One project',
        tags,
        responses: {
          200: {
            description: 'As it stands',
            content: { 'application/json': { schema: resolver(ProjectDetail) } },
          },
        },
      }),
      checked('param', ProjectPath),
      checked('query', NoQuery),
      async (context) => {
        const { id } = context.req.valid('param');
        const actor = context.get('actor');
        await findProject(database.sql, id, actor);
        const [project, version, obligations] = await Promise.all([
          presentProject(database.sql, id, actor),
          readProjectVersion(database.sql, id),
          readObligations(database.sql, {
            projectId: id,
            agreementId: null,
            now: now(),
            isWorked: workingTimeOf(city.pack).isWorked,
          }),
        ]);
        context.header('ETag', `"${version}"`);
        return context.json({ ...project, version, obligations } satisfies ProjectDetail);
      },
    );
}
