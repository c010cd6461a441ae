import type { SecretBox } from '../accounts/secret-box.ts';
import type { AttachmentMediaType } from '../attachments/terms.ts';
import type { Sql, Tx } from '../db/database.ts';

export type NewFile = {
  id: string;
  enquiryId: number;
  seq: number;
  name: string;
  mediaType: AttachmentMediaType;
  bytes: number;
  sha256: Buffer;
};

const filePlace = (id: string) => `enquiry file ${id}`;

export async function insertFile(tx: Tx, file: NewFile, secrets: SecretBox): Promise<void> {
  const { id, enquiryId, seq, name, mediaType, bytes, sha256 } = file;
  await tx`
    insert into enquiry_file ${tx({
      id,
      enquiry_id: enquiryId,
      seq,
      sealed: secrets.seal(name, filePlace(id)),
      media_type: mediaType,
      bytes,
      sha256,
    })}`;
}

export function openFileName(id: string, sealed: Uint8Array, secrets: SecretBox): string {
  return secrets.open(sealed, filePlace(id));
}

export type KeptFile = { id: string; sealed: Buffer; mediaType: AttachmentMediaType; bytes: number };

/** The files of a case that are still there, or the one with this id. */
export async function listFiles(sql: Sql, enquiryId: number, id: string | null = null): Promise<KeptFile[]> {
  return await sql<KeptFile[]>`
    select id::text as id, sealed, media_type as "mediaType", bytes from enquiry_file
    where enquiry_id = ${enquiryId} and sealed is not null and (${id}::uuid is null or id = ${id}::uuid)
    order by seq, id`;
}

/** Files of a case so far, erased ones included, and their bytes. */
export async function measureFiles(sql: Sql, enquiryId: number): Promise<{ count: number; bytes: number }> {
  const [row] = await sql<{ count: number; bytes: number }[]>`
    select count(*)::int as count, coalesce(sum(bytes), 0)::int as bytes from enquiry_file
    where enquiry_id = ${enquiryId}`;
  return row ?? { count: 0, bytes: 0 };
}
