import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';
import { answerOnce } from '../accounts/idempotency.ts';
import { appendAudit } from '../audit/store.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import type { AgreementParts } from './parts.ts';
import { TemplateList, TemplatePath, WaitingTemplates } from './agreement-schema.ts';
import { approveTemplate, listWaitingTemplates, readTemplatesInForce } from './template-store.ts';

const tags = ['agreements'];
const json = (description: string, schema: z.ZodType) => ({
  200: { description, content: { 'application/json': { schema: resolver(schema) } } },
});

/** 协议模板. */
export function templateRoutes({ database, now }: Pick<AgreementParts, 'database' | 'now'>) {
  return new Hono()
    .get(
      '/api/templates',
      allow(['publisher', 'reviewer', 'admin', 'host']),
      describeRoute({
        summary: 'Templates in force',
        tags,
        responses: json('The newest approved of each', TemplateList),
      }),
      checked('query', NoQuery),
      async (context) => {
        const templates = await readTemplatesInForce(database.sql);
        const items = templates.map(({ key, title, version, exclusive, needsParcel, parcelStages }) => ({
          key,
          title,
          version,
          exclusive,
          needsParcel,
          parcelStages,
        }));
        return context.json({ items } satisfies TemplateList);
      },
    )
    .get(
      '/api/templates/waiting',
      allow(['reviewer']),
      describeRoute({
        summary: 'Versions that nobody approved yet',
        tags,
        responses: json('All of them', WaitingTemplates),
      }),
      checked('query', NoQuery),
      async (context) =>
        context.json({ items: await listWaitingTemplates(database.sql) } satisfies z.infer<
          typeof WaitingTemplates
        >),
    )
    .post(
      '/api/templates/:key/:version/approve',
      allow(['reviewer']),
      describeRoute({
        summary: 'Approve a version, as a second person',
        tags,
        responses: { 204: { description: 'Done' } },
      }),
      checked('param', TemplatePath),
      checked('query', NoQuery),
      async (context) => {
        const actor = context.get('actor');
        const { key, version } = context.req.valid('param');
        return answerOnce(context, { database, now }, async (tx) => {
          const at = now();
          const outcome = await approveTemplate(tx, { key, version, accountId: actor.accountId, at });
          if (outcome === 'missing') throw new AppError('not-found');
          if (outcome === 'refused')
            throw new AppError('conflict', { detail: '没有待批准的这一版，或是你自己写的。' });
          await appendAudit(tx, {
            actor,
            action: 'template.approve',
            subject: `template:${key}:${version}`,
            at,
          });
          return { status: 204 };
        });
      },
    );
}
