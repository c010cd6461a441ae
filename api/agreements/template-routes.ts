import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';
import { answerOnce } from '../accounts/idempotency.ts';
import { appendAudit } from '../audit/store.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { readParcels } from '../parcels/records.ts';
import type { AgreementParts } from './parts.ts';
import { findProject, refuseAtField } from './project-desk.ts';
import { sampleProject } from './sample-rules.ts';
import { presentVersion, previewTemplate } from './template-preview.ts';
import { TemplateList, TemplatePath, WaitingTemplates } from './agreement-schema.ts';
import { TemplatePreview, TemplatePreviewQuery, TemplateVersions } from './template-desk-schema.ts';
import { templateChanges } from './template-change-rules.ts';
import {
  approveTemplate,
  listTemplateVersions,
  listWaitingTemplates,
  readTemplatesInForce,
} from './template-store.ts';

const tags = ['agreements'];
const json = (description: string, schema: z.ZodType) => ({
  200: { description, content: { 'application/json': { schema: resolver(schema) } } },
});

/** 协议模板. */
export function templateRoutes({ database, city, now }: Pick<AgreementParts, 'database' | 'city' | 'now'>) {
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
      async (context) => {
        const waiting = await listWaitingTemplates(database.sql);
        const items = waiting.map(({ key, version, title }) => ({ key, version, title }));
        return context.json({ items } satisfies z.infer<typeof WaitingTemplates>);
      },
    )
    .get(
      '/api/templates/versions',
      allow(['publisher', 'reviewer']),
      describeRoute({
        summary: 'Every version: waiting, in force, superseded',
        tags,
        responses: json('All of them', TemplateVersions),
      }),
      checked('query', NoQuery),
      async (context) => {
        const { accountId } = context.get('actor');
        const rows = await listTemplateVersions(database.sql);
        return context.json({
          items: rows.map((row) => presentVersion(row, accountId)),
        } satisfies TemplateVersions);
      },
    )
    .get(
      '/api/templates/:key/:version',
      allow(['publisher', 'reviewer']),
      describeRoute({
        summary: 'One version, with its wording as it reads',
        tags,
        responses: json('With example values, or those of a project and a parcel', TemplatePreview),
      }),
      checked('param', TemplatePath),
      checked('query', TemplatePreviewQuery),
      async (context) => {
        const actor = context.get('actor');
        const { sql } = database;
        const [row] = await listTemplateVersions(sql, context.req.valid('param'));
        if (row === undefined) throw new AppError('not-found');
        const { project: id, parcel: code } = context.req.valid('query');
        const department = actor.department ?? '';
        const project =
          id === undefined ? { ...sampleProject, department } : await findProject(sql, id, actor);
        const at = now();
        const found = code === undefined ? null : await readParcels(sql, [code], { city, at });
        const [parcel = null] = found?.items ?? [];
        if (code !== undefined && parcel === null) throw refuseAtField('parcel', `${code} 不是公开的地块。`);
        const template = presentVersion(row, actor.accountId);
        const preview = previewTemplate(row.body, { project, parcel, city, at });
        const [before] = template.state === 'waiting' ? await readTemplatesInForce(sql, template.key) : [];
        const changes = before === undefined ? null : templateChanges(before, row.body);
        return context.json({ template, ...preview, changes } satisfies TemplatePreview);
      },
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
            throw new AppError('conflict', {
              detail: '没有待批准的这一版、已有更新的一版在用，或是你自己写的。',
            });
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
