import { z } from 'zod';
import type { Sql, Tx } from '../db/database.ts';
import type { ParcelEvent } from '../imports/schema.ts';
import { DraftBefore, StoredRow } from './stored-row.ts';
import type { IntakeAction, IntakeState } from './terms.ts';

export type StandingDraft = { code: string; departmentCode: string; before: DraftBefore };

/** Drafts of these codes, whosever they are. */
export async function listDrafts(sql: Sql, codes: string[]): Promise<Map<string, StandingDraft>> {
  const rows = await sql<{ code: string; departmentCode: string; before: unknown }[]>`
    select d.code, d.department_code as "departmentCode", json_build_object(
      'content', d.content, 'revision', d.revision, 'state', d.state, 'baseVersion', d.base_version,
      'createdAt', d.created_at, 'updatedBy', d.updated_by, 'updatedAt', d.updated_at,
      'authors', (select coalesce(json_agg(a.account_id order by a.account_id), '[]')
        from draft_author a where a.code = d.code)) as before
    from parcel_draft d
    where d.code = any(${codes})
    order by d.code
    limit ${codes.length}`;
  return new Map(rows.map((row) => [row.code, { ...row, before: DraftBefore.parse(row.before) }]));
}

/** What is recorded of these parcels already; the key tells kind and instant. */
export async function listRecordedEvents(sql: Sql, codes: string[]): Promise<Set<string>> {
  const rows = await sql<{ code: string; kind: ParcelEvent['kind']; atMs: number }[]>`
    select p.code, e.kind, (extract(epoch from e.at) * 1000)::bigint as "atMs"
    from parcel_event e join parcel p on p.id = e.parcel_id
    where p.code = any(${codes})
    order by e.id
    limit 100000`;
  return new Set(rows.map(({ code, kind, atMs }) => `${code} ${kind} ${atMs}`));
}

/** How a department may be named in files, and the regions it answers for. */
export async function readDepartment(
  sql: Sql,
  code: string,
): Promise<{ names: string[]; regions: Set<string> }> {
  const [row] = await sql<{ names: string[]; regions: string[] }[]>`
    select json_build_array(code, name_zh, name_en) as names,
      (select coalesce(json_agg(region_code), '[]') from department_region r where r.department_code = d.code) as regions
    from department d where code = ${code} limit 1`;
  return { names: row?.names ?? [], regions: new Set(row?.regions) };
}

export type NewIntake = {
  departmentCode: string;
  fileNames: string[];
  rows: StoredRow[];
  accountId: number;
  at: Date;
};

export async function insertIntake(tx: Tx, intake: NewIntake): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into intake (department_code, file_names, rows, opened_by, opened_at)
    values (${intake.departmentCode}, ${intake.fileNames}, ${tx.json(intake.rows)}, ${intake.accountId}, ${intake.at})
    returning id`;
  if (row === undefined) throw new Error('an insert returns its row');
  return row.id;
}

export type IntakeHead = {
  id: number;
  departmentCode: string;
  state: IntakeState;
  fileNames: string[];
  openedBy: { accountId: number; name: string };
  openedAt: Date;
  settledAt: Date | null;
  counts: Partial<Record<IntakeAction, number>>;
};

function headColumns(sql: Sql) {
  return sql`
    i.id, i.department_code as "departmentCode", i.state, i.file_names as "fileNames",
    json_build_object('accountId', a.id, 'name', a.name) as "openedBy", i.opened_at as "openedAt",
    i.settled_at as "settledAt", (
      select json_object_agg(action, rows) from (
        select r ->> 'action' as action, count(*) as rows from jsonb_array_elements(i.rows) r group by 1
      ) as counted
    ) as counts`;
}

/** A department's batches, newest first. */
export function listIntakes(sql: Sql, departmentCode: string, limit: number): Promise<IntakeHead[]> {
  return sql<IntakeHead[]>`
    select ${headColumns(sql)}
    from intake i join account a on a.id = i.opened_by
    where i.department_code = ${departmentCode}
    order by i.id desc
    limit ${limit}`;
}

export async function findIntake(sql: Sql, id: number): Promise<(IntakeHead & { rows: StoredRow[] }) | null> {
  const [row] = await sql<(IntakeHead & { rows: unknown })[]>`
    select ${headColumns(sql)}, i.rows
    from intake i join account a on a.id = i.opened_by
    where i.id = ${id}
    limit 1`;
  return row === undefined ? null : { ...row, rows: z.array(StoredRow).parse(row.rows) };
}

/** What deciding about a batch needs of a row, without its contents. */
export type RowMark = {
  ref: string;
  action: IntakeAction;
  revisionBefore: number | null;
  standingVersion: number | null;
};

export type LockedIntake = Pick<IntakeHead, 'id' | 'departmentCode' | 'state' | 'settledAt'> & {
  rows: RowMark[];
};

/** Nobody else settles it until the transaction ends. */
export async function lockIntake(tx: Tx, id: number): Promise<LockedIntake | null> {
  const [row] = await tx<LockedIntake[]>`
    select id, department_code as "departmentCode", state, settled_at as "settledAt", (
      select coalesce(json_agg(json_build_object(
        'ref', r -> 'ref', 'action', r -> 'action', 'revisionBefore', r -> 'before' -> 'revision',
        'standingVersion', r -> 'standingVersion') order by position), '[]')
      from jsonb_array_elements(rows) with ordinality as e (r, position)
    ) as rows
    from intake where id = ${id}
    limit 1 for update`;
  return row ?? null;
}

export type DraftMark = {
  departmentCode: string;
  revision: number;
  /** The draft has been saved no more than once since it was begun. */
  isFirst: boolean;
  state: string;
  updatedAt: Date;
};

export async function listDraftMarks(tx: Tx, codes: string[]): Promise<Map<string, DraftMark>> {
  const rows = await tx<(DraftMark & { code: string })[]>`
    select code, department_code as "departmentCode", revision, state, updated_at as "updatedAt", not exists (
        select from draft_change c where c.code = d.code and c.revision < d.revision
      ) as "isFirst"
    from parcel_draft d where code = any(${codes}) order by code limit ${codes.length}`;
  return new Map(rows.map((row) => [row.code, row]));
}

export type Settlement = { id: number; codes: string[]; accountId: number; at: Date };

/**
 * Every row becomes the next revision of its draft, or the first of a new one. From the batch itself: contents never leave the database.
 */
export async function writeIntakeDrafts(tx: Tx, { id, codes, accountId, at }: Settlement): Promise<void> {
  await tx`
    insert into parcel_draft (
      code, department_code, content, geom, base_version, revision, created_at, updated_by, updated_at,
      findings, checked_revision, checked_at)
    select r ->> 'ref', i.department_code, r -> 'content',
      st_setsrid(st_geomfromgeojson(r -> 'content' -> 'geometry' -> 'multiPolygon'), 4490),
      (r ->> 'baseVersion')::int, next.revision, ${at}, ${accountId}, ${at}, r -> 'findings', next.revision, i.opened_at
    from intake i, jsonb_array_elements(i.rows) r, lateral (
      select coalesce((r -> 'before' ->> 'revision')::int + 1, first_revision(r ->> 'ref', (r ->> 'standingVersion')::int))
        as revision
    ) next
    where i.id = ${id} and r ->> 'ref' = any(${codes})
    on conflict (code) do update set
      content = excluded.content, geom = excluded.geom, base_version = excluded.base_version,
      revision = excluded.revision, state = 'draft', updated_by = excluded.updated_by, updated_at = excluded.updated_at,
      findings = excluded.findings, checked_revision = excluded.checked_revision, checked_at = excluded.checked_at`;
  await tx`
    insert into draft_author (code, account_id)
    select code, author
    from intake i, unnest(${codes}::text[]) as code, unnest(array[i.opened_by, ${accountId}::bigint]) as author
    where i.id = ${id}
    on conflict do nothing`;
  await tx`
    insert into draft_change (code, revision, account_id, changed_at, differences)
    select d.code, d.revision, ${accountId}, ${at}, r -> 'differences'
    from intake i, jsonb_array_elements(i.rows) r
    join parcel_draft d on d.code = r ->> 'ref'
    where i.id = ${id} and r ->> 'ref' = any(${codes})`;
}

/**
 * Puts back what stood before: a draft that was not there is removed; another gets its content, state and authors again,
 * as a revision of its own, so that no earlier If-Match fits it by chance.
 */
export async function restoreDrafts(tx: Tx, { id, codes, accountId, at }: Settlement): Promise<void> {
  await tx`
    delete from parcel_draft d using intake i, jsonb_array_elements(i.rows) r
    where i.id = ${id} and r ->> 'ref' = d.code and d.code = any(${codes}) and r -> 'before' = 'null'::jsonb`;
  await tx`
    update parcel_draft d set
      content = b -> 'content',
      geom = st_setsrid(st_geomfromgeojson(nullif(b -> 'content' -> 'geometry' -> 'multiPolygon', 'null')), 4490),
      base_version = (b ->> 'baseVersion')::int, revision = d.revision + 1, state = b ->> 'state',
      updated_by = (b ->> 'updatedBy')::bigint, updated_at = (b ->> 'updatedAt')::timestamptz,
      findings = null, checked_revision = null, checked_at = null
    from intake i, jsonb_array_elements(i.rows) r, lateral (select r -> 'before' as b) as before
    where i.id = ${id} and r ->> 'ref' = d.code and d.code = any(${codes})`;
  await tx`
    delete from draft_author a using intake i, jsonb_array_elements(i.rows) r
    where i.id = ${id} and r ->> 'ref' = a.code and a.code = any(${codes})
      and not (r -> 'before' -> 'authors') @> to_jsonb(a.account_id)`;
  await tx`
    insert into draft_change (code, revision, account_id, changed_at, differences)
    select d.code, d.revision, ${accountId}, ${at}, (
      select coalesce(jsonb_agg(c || jsonb_build_object('before', c -> 'after', 'after', c -> 'before')), '[]')
      from jsonb_array_elements(r -> 'differences') c)
    from intake i, jsonb_array_elements(i.rows) r
    join parcel_draft d on d.code = r ->> 'ref'
    where i.id = ${id} and d.code = any(${codes})`;
}

export async function settleIntake(
  tx: Tx,
  { id, state, at }: { id: number; state: IntakeState; at: Date },
): Promise<void> {
  await tx`update intake set state = ${state}, settled_at = ${at} where id = ${id}`;
}
