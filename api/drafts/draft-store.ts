import type { Sql, Tx } from '../db/database.ts';
import { Finding, ParcelDraft } from '../imports/schema.ts';
import type { Difference, Person } from './schema.ts';

export type StoredDraft = {
  code: string;
  departmentCode: string;
  content: ParcelDraft;
  baseVersion: number | null;
  revision: number;
  state: 'draft' | 'submitted' | 'returned';
  updatedBy: Person | null;
  updatedAt: Date;
  findings: Finding[] | null;
  checkedAt: Date | null;
};

type DraftRow = Omit<StoredDraft, 'content' | 'findings' | 'updatedBy'> & {
  content: unknown;
  findings: unknown;
  accountId: number | null;
  name: string | null;
};

export async function findDraft(sql: Sql, code: string): Promise<StoredDraft | null> {
  const [row] = await sql<DraftRow[]>`
    select d.code, d.department_code as "departmentCode", d.content, d.base_version as "baseVersion", d.revision, d.state,
      d.updated_by as "accountId", a.name, d.updated_at as "updatedAt", d.findings, d.checked_at as "checkedAt"
    from parcel_draft d
    left join account a on a.id = d.updated_by
    where d.code = ${code}
    limit 1`;
  if (row === undefined) return null;
  const { accountId, name, findings, content, ...draft } = row;
  return {
    ...draft,
    content: ParcelDraft.parse(content),
    findings: findings === null ? null : Finding.array().parse(findings),
    updatedBy: accountId === null ? null : { accountId, name: name ?? '' },
  };
}

/** Of a new draft: behind every earlier draft of the parcel and behind its version, so that no earlier If-Match fits it. */
export async function readFirstRevision(tx: Tx, code: string, version: number | null): Promise<number> {
  const [row] = await tx<{ revision: number }[]>`select first_revision(${code}, ${version}) as revision`;
  if (row === undefined) throw new Error('a function gives one row');
  return row.revision;
}

export type DraftWrite = {
  departmentCode: string;
  content: ParcelDraft;
  baseVersion: number | null;
  revision: number;
  /** Whose hand it is. */
  accountId: number;
  at: Date;
  differences: Difference[];
};

/** Writes a draft as its next revision, with who changed what; the last health check looked at another revision. */
export async function writeDraft(tx: Tx, { content, accountId, at, ...draft }: DraftWrite): Promise<void> {
  const { code, geometry } = content;
  const row = {
    code,
    department_code: draft.departmentCode,
    content: tx.json(content),
    geom: geometry
      ? tx`st_setsrid(st_geomfromgeojson(${JSON.stringify(geometry.multiPolygon)}), 4490)`
      : null,
    base_version: draft.baseVersion,
    revision: draft.revision,
  };
  await tx`
    insert into parcel_draft
      (code, department_code, content, geom, base_version, revision, created_at, updated_by, updated_at)
    values (
      ${code}, ${row.department_code}, ${row.content}, ${row.geom}, ${row.base_version}, ${row.revision}, ${at},
      ${accountId}, ${at}
    )
    on conflict (code) do update set
      department_code = excluded.department_code, content = excluded.content, geom = excluded.geom,
      base_version = excluded.base_version, revision = excluded.revision, updated_by = excluded.updated_by,
      updated_at = excluded.updated_at`;
  await tx`
    insert into draft_author (code, account_id) values (${code}, ${accountId}) on conflict do nothing`;
  await tx`
    insert into draft_change (code, revision, account_id, changed_at, differences)
    values (${code}, ${draft.revision}, ${accountId}, ${at}, ${tx.json(draft.differences)})`;
}

export async function addAuthors(tx: Tx, code: string, accountIds: number[]): Promise<void> {
  await tx`
    insert into draft_author (code, account_id) select ${code}, unnest(${accountIds}::bigint[])
    on conflict do nothing`;
}

export async function setDraftState(tx: Tx, code: string, state: StoredDraft['state']): Promise<void> {
  await tx`update parcel_draft set state = ${state} where code = ${code}`;
}

/** Keeps what a health check found, where it looked at the newest revision. */
export async function setDraftFindings(
  tx: Sql,
  { code, revision, findings, at }: { code: string; revision: number; findings: Finding[]; at: Date },
): Promise<void> {
  await tx`
    update parcel_draft set findings = ${tx.json(findings)}, checked_revision = revision, checked_at = ${at}
    where code = ${code} and revision = ${revision}`;
}

export async function deleteDraft(tx: Tx, code: string): Promise<void> {
  await tx`delete from parcel_draft where code = ${code}`;
}

export function listAuthors(sql: Sql, code: string): Promise<Person[]> {
  return sql<Person[]>`
    select a.id as "accountId", a.name
    from draft_author d join account a on a.id = d.account_id
    where d.code = ${code}
    order by a.id
    limit 1000`;
}

export type StoredEdit = { revision: number; by: Person; at: Date; differences: Difference[] };

/** Saves after a revision, oldest first. */
export function listEdits(sql: Sql, code: string, since: number): Promise<StoredEdit[]> {
  return sql<StoredEdit[]>`
    select c.revision, json_build_object('accountId', a.id, 'name', a.name) as by, c.changed_at as at, c.differences
    from draft_change c join account a on a.id = c.account_id
    where c.code = ${code} and c.revision > ${since}
    order by c.revision
    limit 500`;
}

/** The regions a department answers for. */
export async function listDepartmentRegions(sql: Sql, departmentCode: string): Promise<Set<string>> {
  const rows = await sql<{ code: string }[]>`
    select region_code as code from department_region where department_code = ${departmentCode}
    order by region_code limit 10000`;
  return new Set(rows.map(({ code }) => code));
}
