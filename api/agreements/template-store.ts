import type { Sql, Tx } from '../db/database.ts';
import { canonicalSha256 } from './canonical-json.ts';
import { Template } from './template-schema.ts';
import type { TemplateKey } from './terms.ts';

/** Lays the templates that came with the portal beside those that are there: each waits for a second person. */
export async function offerTemplates(tx: Tx, templates: readonly Template[], at: Date): Promise<void> {
  for (const template of templates) {
    await tx`
      insert into agreement_template (key, version, body, sha256, written_at)
      values (${template.key}, ${template.version}, ${JSON.stringify(template)}::text::jsonb,
        ${Buffer.from(canonicalSha256(template), 'hex')}, ${at})
      on conflict (key, version) do nothing`;
  }
}

/** `missing`: there is no such version; `refused`: it is approved already, or was written by who would approve it. */
export async function approveTemplate(
  tx: Tx,
  { key, version, accountId, at }: { key: TemplateKey; version: number; accountId: number; at: Date },
): Promise<'approved' | 'refused' | 'missing'> {
  const approved = await tx`
    update agreement_template set approved_by = ${accountId}, approved_at = ${at}
    where key = ${key} and version = ${version} and approved_by is null and written_by is distinct from ${accountId}
    returning key`;
  if (approved.length === 1) return 'approved';
  const there = await tx`select from agreement_template where key = ${key} and version = ${version}`;
  return there.length === 1 ? 'refused' : 'missing';
}

/** The newest approved version of each, or of one. */
export async function readTemplatesInForce(sql: Sql, key: TemplateKey | null = null): Promise<Template[]> {
  const rows = await sql<{ body: unknown }[]>`
    select distinct on (key) body from agreement_template
    where approved_at is not null and (${key}::text is null or key = ${key})
    order by key, version desc limit 100`;
  return rows.map(({ body }) => Template.parse(body));
}

export async function readTemplate(sql: Sql, key: string, version: number): Promise<Template> {
  const [row] = await sql<{ body: unknown }[]>`
    select body from agreement_template where key = ${key} and version = ${version}`;
  if (row === undefined) throw new Error('an agreement is of a template that is there');
  return Template.parse(row.body);
}

export type WaitingTemplate = { key: TemplateKey; version: number; title: string };

/** Versions that nobody has approved yet. */
export async function listWaitingTemplates(sql: Sql): Promise<WaitingTemplate[]> {
  return await sql<WaitingTemplate[]>`
    select key, version, body ->> 'title' as title from agreement_template
    where approved_at is null order by key, version limit 100`;
}
