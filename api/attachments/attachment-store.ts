import { shanghaiDay } from '../calendar/rules.ts';
import type { Sql, Tx } from '../db/database.ts';
import type { AttachmentMediaType } from './terms.ts';

/** What a file is, whoever may see it. */
export type StoredFile = {
  id: string;
  departmentCode: string;
  fileName: string;
  mediaType: AttachmentMediaType;
  bytes: number;
  sha256: string;
  uploadedOn: string;
};

export type NewFile = Omit<StoredFile, 'uploadedOn'> & { code: string; accountId: number; at: Date };

export async function insertFile(tx: Tx, file: NewFile): Promise<void> {
  await tx`
    insert into attachment
      (id, code, department_code, file_name, media_type, bytes, sha256, uploaded_by, uploaded_at)
    values (
      ${file.id}, ${file.code}, ${file.departmentCode}, ${file.fileName}, ${file.mediaType}, ${file.bytes},
      decode(${file.sha256}, 'hex'), ${file.accountId}, ${file.at}
    )`;
}

type FileRow = Omit<StoredFile, 'uploadedOn'> & { uploadedAt: Date };

/** Files of one parcel among these ids, in any order. */
export async function listFiles(sql: Sql, code: string, ids: readonly string[]): Promise<StoredFile[]> {
  if (ids.length === 0) return [];
  const rows = await sql<FileRow[]>`
    select id, department_code as "departmentCode", file_name as "fileName", media_type as "mediaType", bytes,
      encode(sha256, 'hex') as sha256, uploaded_at as "uploadedAt"
    from attachment
    where code = ${code} and id = any(${[...ids]}::uuid[])
    order by id
    limit ${ids.length}`;
  return rows.map(({ uploadedAt, ...row }) => ({ ...row, uploadedOn: shanghaiDay(uploadedAt) }));
}

export type ServedFile = Pick<StoredFile, 'id' | 'fileName' | 'mediaType' | 'bytes' | 'sha256'> & {
  /** Of the parcel that has it, else of the hand it came from. */
  departmentCode: string;
  /** A part of the version that is public at the instant, and public in it. */
  isPublic: boolean;
  /** It was public, and nothing of its parcel is any more. */
  isGone: boolean;
};

export async function findFile(sql: Sql, id: string, at: Date): Promise<ServedFile | null> {
  const [row] = await sql<ServedFile[]>`
    with had as materialized (
      select parcel_id, version from version_attachment where attachment_id = ${id} and visibility = 'public'
    )
    select a.id, a.file_name as "fileName", a.media_type as "mediaType", a.bytes, encode(a.sha256, 'hex') as sha256,
      coalesce((
        select v.department_code
        from version_attachment va
        join parcel_version v on v.parcel_id = va.parcel_id and v.version = va.version
        where va.attachment_id = a.id
        order by v.created_at desc, v.version desc
        limit 1
      ), a.department_code) as "departmentCode",
      exists (
        select from had join public_parcel(${at}) pp on pp.id = had.parcel_id and pp.version = had.version
      ) as "isPublic",
      exists (
        select from had
        join publication pub on pub.parcel_id = had.parcel_id and pub.version = had.version
        where pub.public_from <= ${at}
          and not exists (select from public_parcel(${at}) pp where pp.id = had.parcel_id)
      ) as "isGone"
    from attachment a
    where a.id = ${id}
    limit 1`;
  return row ?? null;
}

/**
 * Drops files that nothing has: no draft, no version, nothing handed in, no batch that may still be undone; and whose draft nobody has
 * touched since. `codes` are locked by the caller. Returns how many.
 */
export async function deleteUnused(tx: Tx, codes: readonly string[], before: Date): Promise<number> {
  const deleted = await tx`
    delete from attachment a
    where a.code = any(${[...codes]}) and ${isUnused(tx, before)}
    returning a.id`;
  return deleted.length;
}

/** Parcels that have files which `deleteUnused` would drop. */
export async function listCodesWithUnused(sql: Sql, before: Date): Promise<string[]> {
  const rows = await sql<{ code: string }[]>`
    select distinct a.code from attachment a where ${isUnused(sql, before)} order by a.code limit 500`;
  return rows.map(({ code }) => code);
}

function isUnused(sql: Sql, before: Date) {
  const asPart = sql`jsonb_build_array(jsonb_build_object('id', a.id))`;
  const asContent = sql`jsonb_build_object('content', jsonb_build_object('attachments', ${asPart}))`;
  return sql`
    a.uploaded_at < ${before}
    and not exists (select from version_attachment va where va.attachment_id = a.id)
    and not exists (
      select from parcel_draft d
      where d.code = a.code and (d.updated_at >= ${before} or d.content -> 'attachments' @> ${asPart})
    )
    and not exists (
      select from submission s where s.code = a.code and s.content -> 'attachments' @> ${asPart}
    )
    and not exists (
      select from intake i
      where i.state in ('open', 'committed')
        and (
          i.rows @> jsonb_build_array(${asContent})
          or i.rows @> jsonb_build_array(jsonb_build_object('before', ${asContent}))
        )
    )`;
}

/** Which of these ids are files. */
export async function knownFiles(sql: Sql, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql<{ id: string }[]>`
    select id from attachment where id = any(${[...ids]}::uuid[])
    union all
    select id from enquiry_file where id = any(${[...ids]}::uuid[]) and sealed is not null
    union all
    select blob as id from agreement_revision where blob = any(${[...ids]}::uuid[])
    union all
    select draft_blob as id from agreement where draft_blob = any(${[...ids]}::uuid[])
    order by id limit ${ids.length}`;
  return new Set(rows.map(({ id }) => id));
}
