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

export type TemplateVersionRow = {
  body: Template;
  writtenBy: string | null;
  writtenById: number | null;
  writtenAt: Date;
  approvedBy: string | null;
  approvedAt: Date | null;
  /** A newer version of it is approved. */
  isSuperseded: boolean;
};

/** Every version of every template, or of one, the newest first. */
export async function listTemplateVersions(
  sql: Sql,
  { key, version }: { key: TemplateKey | null; version: number | null } = { key: null, version: null },
): Promise<TemplateVersionRow[]> {
  const rows = await sql<(Omit<TemplateVersionRow, 'body'> & { body: unknown })[]>`
    select t.body, w.name as "writtenBy", t.written_by::int as "writtenById", t.written_at as "writtenAt",
      a.name as "approvedBy", t.approved_at as "approvedAt",
      exists (
        select from agreement_template n where n.key = t.key and n.version > t.version and n.approved_at is not null
      ) as "isSuperseded"
    from agreement_template t left join account w on w.id = t.written_by left join account a on a.id = t.approved_by
    where (${key}::text is null or t.key = ${key}) and (${version}::int is null or t.version = ${version})
    order by t.key, t.version desc limit 200`;
  return rows.map((row) => ({ ...row, body: Template.parse(row.body) }));
}
