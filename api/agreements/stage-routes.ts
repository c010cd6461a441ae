import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import { appendAudit } from '../audit/store.ts';
import { shanghaiDay } from '../calendar/rules.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { NewStage, ProjectPath, StageCorrection, StageDecision, StagePath } from './agreement-schema.ts';
import type { AgreementParts } from './parts.ts';
import { findProject, refuseAtField } from './project-desk.ts';
import { decideStage, insertCorrection, insertStage } from './stage-store.ts';
import { isRehearsed } from './terms.ts';

const tags = ['agreements'];
const staff = ['publisher', 'reviewer'] as const;

/** 阶段 of a project: entered by one person, counted once another confirmed it, corrected the same way. */
export function stageRoutes({ database, now }: Pick<AgreementParts, 'database' | 'now'>) {
  const once = { database, now };
  return new Hono()
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
        const project = await findProject(database.sql, id, actor);
        if (isRehearsed(project.number))
          throw new AppError('conflict', { detail: '这是演练项目，没有履约阶段可填报。' });
        refuseFutureDay(stage.on, now());
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
      '/api/projects/:id/stages/:stage/correct',
      allow(['publisher']),
      describeRoute({
        summary: 'A confirmed stage was wrong; the correction counts once a second person confirmed it',
        tags,
        responses: {},
      }),
      checked('param', StagePath),
      checked('query', NoQuery),
      checked('json', StageCorrection),
      async (context) => {
        const actor = context.get('actor');
        const { id, stage } = context.req.valid('param');
        const correction = context.req.valid('json');
        const project = await findProject(database.sql, id, actor);
        if (correction.on !== null) refuseFutureDay(correction.on, now());
        return answerOnce(context, once, async (tx) => {
          const at = now();
          const { accountId } = actor;
          const entered = await insertCorrection(tx, {
            ...correction,
            id: stage,
            projectId: id,
            accountId,
            at,
          });
          if (entered === null)
            throw new AppError('conflict', {
              detail: '只能更正已确认的一次填报，且它还没有被更正或待确认的更正。',
            });
          const details = { stage: entered.stage, ...(correction.on !== null && { on: correction.on }) };
          const subject = `project:${project.number}`;
          await appendAudit(tx, { actor, action: 'project.stage-correct', subject, details, at });
          return { status: 201, body: { id: entered.id } };
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
        const project = await findProject(database.sql, id, actor);
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

function refuseFutureDay(on: string, now: Date): void {
  if (on > shanghaiDay(now)) throw refuseAtField('on', '阶段到达之后才填报，日期不能晚于今天。');
}
