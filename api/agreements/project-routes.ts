import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import type { Actor } from '../accounts/actor.ts';
import { appendAudit } from '../audit/store.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import type { Sql } from '../db/database.ts';
import { enquiryIdOf } from '../enquiries/find.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { registrationFault } from './credit-code-rules.ts';
import type { AgreementParts } from './parts.ts';
import { departmentOf } from './prepare.ts';
import {
  decideStage,
  insertProject,
  insertStage,
  listProjectIds,
  parcelIds,
  readProjectParts,
  readProjectRow,
} from './project-store.ts';
import { NewProject, NewStage, Project, ProjectPath, StageDecision, StagePath } from './agreement-schema.ts';

const tags = ['agreements'];
const staff = ['publisher', 'reviewer'] as const;
const mostProjects = 200;

/** 项目: the thread from the first agreement to production. */
export function projectRoutes(parts: Pick<AgreementParts, 'database' | 'now'>) {
  const { database, now } = parts;
  const once = { database, now };
  return new Hono()
    .get(
      '/api/projects',
      allow([...staff]),
      describeRoute({ summary: 'Projects of one’s department; of all for reviewers', tags, responses: {} }),
      checked('query', NoQuery),
      async (context) => {
        const { sql } = database;
        const ids = await listProjectIds(sql, scopeOf(context.get('actor')), mostProjects);
        const items: Project[] = [];
        for (const id of ids) items.push(await present(sql, id));
        return context.json({ items });
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
        refuseWrongRegistration(asked);
        return answerOnce(context, once, async (tx) => {
          const at = now();
          const codes = asked.parcelCodes ?? [];
          const parcels = (await parcelIds(tx, codes)).map((id, index) => {
            if (id === null) throw refused('parcelCodes', `没有编号为 ${codes[index]} 的地块。`);
            return id;
          });
          const enquiryId = asked.enquiry === undefined ? null : await enquiryIdOf(tx, asked.enquiry);
          if (asked.enquiry !== undefined && enquiryId === null) throw refused('enquiry', '没有这件询盘。');
          const { id, number } = await insertProject(tx, {
            ...asked,
            department: departmentOf(actor),
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
      describeRoute({ summary: 'One project', tags, responses: {} }),
      checked('param', ProjectPath),
      checked('query', NoQuery),
      async (context) => {
        const { id } = context.req.valid('param');
        await find(database.sql, id, context.get('actor'));
        return context.json(await present(database.sql, id));
      },
    )
    .post(
      '/api/projects/:id/stages',
      allow(['publisher']),
      describeRoute({
        summary: 'A stage was reached; it counts once a second person confirmed it',
        tags,
        responses: {},
      }),
      checked('param', ProjectPath),
      checked('query', NoQuery),
      checked('json', NewStage),
      async (context) => {
        const actor = context.get('actor');
        const { id } = context.req.valid('param');
        const stage = context.req.valid('json');
        const project = await find(database.sql, id, actor);
        return answerOnce(context, once, async (tx) => {
          const at = now();
          const stageId = await insertStage(tx, { ...stage, projectId: id, accountId: actor.accountId, at });
          if (stageId === null) throw new AppError('conflict', { detail: '这一阶段已经填报。' });
          const details = { stage: stage.stage, on: stage.on };
          await appendAudit(tx, {
            actor,
            action: 'project.stage',
            subject: `project:${project.number}`,
            details,
            at,
          });
          return { status: 201, body: { id: stageId } };
        });
      },
    )
    .post(
      '/api/projects/:id/stages/:stage/decide',
      allow([...staff]),
      describeRoute({ summary: 'The second person’s word on a stage', tags, responses: {} }),
      checked('param', StagePath),
      checked('query', NoQuery),
      checked('json', StageDecision),
      async (context) => {
        const actor = context.get('actor');
        const { id, stage } = context.req.valid('param');
        const { outcome } = context.req.valid('json');
        const project = await find(database.sql, id, actor);
        return answerOnce(context, once, async (tx) => {
          const at = now();
          const decision = { id: stage, projectId: id, outcome, accountId: actor.accountId, at };
          if (!(await decideStage(tx, decision)))
            throw new AppError('conflict', { detail: '已经有人确认，或是你自己填报的；须由另一人确认。' });
          await appendAudit(tx, {
            actor,
            action: 'project.stage-decide',
            subject: `project:${project.number}`,
            details: { stage, outcome },
            at,
          });
          return { status: 204 };
        });
      },
    );
}

/** Null: of every department. */
function scopeOf(actor: Actor): string | null {
  return actor.role === 'reviewer' ? null : departmentOf(actor);
}

async function find(sql: Sql, id: number, actor: Actor) {
  const project = await readProjectRow(sql, id, scopeOf(actor));
  if (project === null) throw new AppError('not-found');
  return project;
}

async function present(sql: Sql, id: number): Promise<Project> {
  const project = await readProjectRow(sql, id, null);
  if (project === null) throw new Error('the project is there');
  const { stages, ...parts } = await readProjectParts(sql, id);
  return {
    ...project,
    ...parts,
    stages: stages.map(({ enteredAt, decidedAt, enteredBy: _, ...stage }) => ({
      ...stage,
      enteredAt: shanghaiTime(enteredAt),
      decidedAt: decidedAt === null ? null : shanghaiTime(decidedAt),
    })),
  };
}

function refuseWrongRegistration({ creditCode, foreignRegistration }: NewProject): void {
  if (creditCode !== undefined && registrationFault({ kind: 'credit-code', code: creditCode }) !== null)
    throw refused('creditCode', '统一社会信用代码不对，请逐位核对（校验位不符）。');
  if (foreignRegistration === undefined) return;
  if (creditCode !== undefined) throw refused('foreignRegistration', '境内企业只填统一社会信用代码。');
  if (registrationFault({ kind: 'foreign', ...foreignRegistration }) !== null)
    throw refused('foreignRegistration', '请填两位国家（地区）代码和当地登记编号。');
}

function refused(path: string, message: string): AppError {
  return new AppError('refused-by-rule', { detail: message, errors: [{ path, message }] });
}
