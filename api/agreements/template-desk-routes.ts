import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';
import { answerOnce } from '../accounts/idempotency.ts';
import { appendAudit } from '../audit/store.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { TemplatePath } from './agreement-schema.ts';
import type { AgreementParts } from './parts.ts';
import {
  NewTemplateVersion,
  ProposedTemplate,
  TemplateCheck,
  TemplateSource,
  TemplateWithdrawal,
} from './template-desk-schema.ts';
import { readSource, refuseFindings, refuseUndrawable, sampleOf } from './template-desk.ts';
import { templateFindings } from './template-faults-rules.ts';
import { proposeTemplate, withdrawTemplate } from './template-store.ts';

const tags = ['agreements'];
const json = (status: 200 | 201, description: string, schema: z.ZodType) => ({
  [status]: { description, content: { 'application/json': { schema: resolver(schema) } } },
});

/** 拟新版本: a publisher writes it, the portal checks it, a reviewer approves it; until then either may withdraw it. */
export function templateDeskRoutes(
  parts: Pick<AgreementParts, 'database' | 'city' | 'now' | 'papers' | 'origin'>,
) {
  const { database, now } = parts;
  const once = { database, now };
  return new Hono()
    .get(
      '/api/templates/:key/:version/source',
      allow(['publisher', 'reviewer']),
      describeRoute({
        summary: 'What a new version is written from',
        tags,
        responses: json(200, 'The version as it is stored', TemplateSource),
      }),
      checked('param', TemplatePath),
      checked('query', NoQuery),
      async (context) => {
        const { body, inForce, waiting, variables } = await readSource(
          database.sql,
          context.req.valid('param'),
        );
        return context.json({ body, inForce, waiting, variables } satisfies TemplateSource);
      },
    )
    .post(
      '/api/templates/:key/:version/check',
      allow(['publisher']),
      describeRoute({
        summary: 'A text that is being written from a version: what is wrong with it, and how it reads',
        tags,
        responses: json(200, 'Findings name their clause and a remedy', TemplateCheck),
      }),
      checked('param', TemplatePath),
      checked('query', NoQuery),
      checked('json', ProposedTemplate),
      async (context) => {
        const { key, version } = context.req.valid('param');
        const { variables } = await readSource(database.sql, { key, version });
        const template = { ...context.req.valid('json'), key, version: version + 1 };
        const preview = sampleOf(parts, template, context.get('actor'));
        const findings = templateFindings(template, variables);
        return context.json({ findings, ...preview } satisfies TemplateCheck);
      },
    )
    .post(
      '/api/templates/:key/:version/propose',
      allow(['publisher']),
      describeRoute({
        summary: 'A new version in the place of the one in force; it waits for a second person',
        tags,
        responses: json(201, 'Its number', NewTemplateVersion),
      }),
      checked('param', TemplatePath),
      checked('query', NoQuery),
      checked('json', ProposedTemplate),
      async (context) => {
        const actor = context.get('actor');
        const { key, version } = context.req.valid('param');
        const template = { ...context.req.valid('json'), key, version: version + 1 };
        const { variables } = await readSource(database.sql, { key, version });
        refuseFindings(template, templateFindings(template, variables));
        await refuseUndrawable(parts, template, sampleOf(parts, template, actor).text);
        return answerOnce(context, once, async (tx) => {
          const { basis, waiting } = await readSource(tx, { key, version });
          if (basis !== version)
            throw new AppError('version-mismatch', {
              detail: '在用的（没有在用的则为最新的）已是另一版，请从它写起。',
            });
          const at = now();
          const proposed =
            waiting === null ? await proposeTemplate(tx, { template, accountId: actor.accountId, at }) : null;
          if (proposed === null)
            throw new AppError('conflict', { detail: '已有一版在等批准；批准或撤回之后再提新的。' });
          const subject = `template:${key}:${proposed}`;
          await appendAudit(tx, { actor, action: 'template.propose', subject, at });
          return { status: 201, body: { version: proposed } satisfies NewTemplateVersion };
        });
      },
    )
    .post(
      '/api/templates/:key/:version/withdraw',
      allow(['publisher', 'reviewer']),
      describeRoute({
        summary: 'Withdraw a version that waits: its author, or a reviewer who sends it back',
        tags,
        responses: { 204: { description: 'Done' } },
      }),
      checked('param', TemplatePath),
      checked('query', NoQuery),
      checked('json', TemplateWithdrawal),
      async (context) => {
        const actor = context.get('actor');
        const { key, version } = context.req.valid('param');
        const { reason } = context.req.valid('json');
        return answerOnce(context, once, async (tx) => {
          const at = now();
          const isOfAll = actor.role === 'reviewer';
          const asked = { key, version, accountId: actor.accountId, at, reason, isOfAll };
          const outcome = await withdrawTemplate(tx, asked);
          if (outcome === 'missing') throw new AppError('not-found');
          if (outcome === 'refused')
            throw new AppError('conflict', { detail: '没有待批准的这一版，或不是你写的。' });
          const subject = `template:${key}:${version}`;
          await appendAudit(tx, { actor, action: 'template.withdraw', subject, at });
          return { status: 204 };
        });
      },
    );
}
