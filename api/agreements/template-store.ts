import type { Sql, Tx } from '../db/database.ts';
import { canonicalSha256 } from '../canonical-json.ts';
import { Template } from './template-schema.ts';
import type { TemplateKey } from './terms.ts';

/**
 * Lays the templates that came with the portal beside those that are there: each waits for a second person. Where an
 * installation has written versions of its own meanwhile, what came gets the number after them.
 */
export async function offerTemplates(tx: Tx, templates: readonly Template[], at: Date): Promise<void> {
  for (const template of templates) {
    const { key, version: cameAs } = template;
    const [there] = await tx<{ isThere: boolean; newest: number }[]>`
      select coalesce(bool_or(came_as = ${cameAs}), false) as "isThere", coalesce(max(version), 0) as newest
      from agreement_template where key = ${key}`;
    if (there === undefined || there.isThere) continue;
    const version = Math.max(cameAs, there.newest + 1);
    await insertVersion(tx, { template: { ...template, version }, accountId: null, cameAs, at });
  }
}

/** Null: somebody else wrote one at the same moment. */
export async function proposeTemplate(
  tx: Tx,
  { template, accountId, at }: { template: Template; accountId: number; at: Date },
): Promise<number | null> {
  const [newest] = await tx<{ version: number }[]>`
    select max(version) as version from agreement_template where key = ${template.key}`;
  const version = (newest?.version ?? 0) + 1;
  const written = { ...template, version };
  return (await insertVersion(tx, { template: written, accountId, cameAs: null, at })) ? version : null;
}

type NewVersion = { template: Template; accountId: number | null; cameAs: number | null; at: Date };

async function insertVersion(tx: Tx, { template, accountId, cameAs, at }: NewVersion): Promise<boolean> {
  const written = await tx`
    insert into agreement_template (key, version, body, sha256, written_by, written_at, came_as)
    values (${template.key}, ${template.version}, ${JSON.stringify(template)}::text::jsonb,
      ${Buffer.from(canonicalSha256(template), 'hex')}, ${accountId}, ${at}, ${cameAs})
    on conflict do nothing
    returning key`;
  return written.length === 1;
}

type Decision = { key: TemplateKey; version: number; accountId: number; at: Date };

/**
 * `missing`: there is no such version; `refused`: it was decided already, a newer one is in force, or it was written by who
 * would approve it.
 */
export async function approveTemplate(
  tx: Tx,
  { key, version, accountId, at }: Decision,
): Promise<'approved' | 'refused' | 'missing'> {
  const approved = await tx`
    update agreement_template t set approved_by = ${accountId}, approved_at = ${at}
    where key = ${key} and version = ${version} and approved_by is null and withdrawn_by is null
      and written_by is distinct from ${accountId}
      and not exists (
        select from agreement_template n where n.key = t.key and n.version > t.version and n.approved_at is not null
      )
    returning key`;
  if (approved.length === 1) return 'approved';
  return (await isThere(tx, key, version)) ? 'refused' : 'missing';
}

/** `isOfAll`: by who may withdraw what others wrote. As `approveTemplate` says otherwise. */
export async function withdrawTemplate(
  tx: Tx,
  { key, version, accountId, at, reason, isOfAll }: Decision & { reason: string; isOfAll: boolean },
): Promise<'withdrawn' | 'refused' | 'missing'> {
  const withdrawn = await tx`
    update agreement_template set withdrawn_by = ${accountId}, withdrawn_at = ${at}, withdrawn_reason = ${reason}
    where key = ${key} and version = ${version} and approved_by is null and withdrawn_by is null
      and (${isOfAll}::boolean or written_by = ${accountId})
    returning key`;
  if (withdrawn.length === 1) return 'withdrawn';
  return (await isThere(tx, key, version)) ? 'refused' : 'missing';
}

async function isThere(tx: Tx, key: TemplateKey, version: number): Promise<boolean> {
  const there = await tx`select from agreement_template where key = ${key} and version = ${version}`;
  return there.length === 1;
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

export type WaitingTemplate = { key: TemplateKey; version: number; title: string; cameAlong: boolean };

/** Versions that nobody has approved or withdrawn yet. */
export async function listWaitingTemplates(sql: Sql): Promise<WaitingTemplate[]> {
  return await sql<WaitingTemplate[]>`
    select key, version, body ->> 'title' as title, written_by is null as "cameAlong" from agreement_template
    where approved_at is null and withdrawn_at is null order by key, version limit 100`;
}

export type TemplateVersionRow = {
  body: Template;
  writtenBy: string | null;
  writtenById: number | null;
  writtenAt: Date;
  approvedBy: string | null;
  approvedAt: Date | null;
  withdrawnBy: string | null;
  withdrawnAt: Date | null;
  withdrawnReason: string | null;
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
      a.name as "approvedBy", t.approved_at as "approvedAt", d.name as "withdrawnBy",
      t.withdrawn_at as "withdrawnAt", t.withdrawn_reason as "withdrawnReason",
      exists (
        select from agreement_template n where n.key = t.key and n.version > t.version and n.approved_at is not null
      ) as "isSuperseded"
    from agreement_template t left join account w on w.id = t.written_by left join account a on a.id = t.approved_by
      left join account d on d.id = t.withdrawn_by
    where (${key}::text is null or t.key = ${key}) and (${version}::int is null or t.version = ${version})
    order by t.key, t.version desc limit 200`;
  return rows.map((row) => ({ ...row, body: Template.parse(row.body) }));
}
