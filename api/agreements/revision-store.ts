import { anyOf } from '../db/any-of.ts';
import type { Sql, Tx } from '../db/database.ts';
import type { RevisionKind } from './terms.ts';

/** 文件版本: `number` from 0, which is what the parties were sent. `blob`: where its bytes lie. */
export type RevisionRow = {
  number: number;
  kind: RevisionKind;
  position: number | null;
  blob: string;
  bytes: number;
  sha256: Buffer;
  at: Date;
};

export async function insertRevision(tx: Tx, agreementId: number, revision: RevisionRow): Promise<void> {
  await tx`insert into agreement_revision ${tx({ agreement_id: agreementId, ...revision })}`;
}

export async function readRevisions(sql: Sql, agreementId: number): Promise<RevisionRow[]> {
  return await sql<RevisionRow[]>`
    select number, kind, position, blob::text as blob, bytes, sha256, at
    from agreement_revision where agreement_id = ${agreementId} order by number limit 200`;
}

/** The newest; a signature is added to it. Null before the sending. */
export async function readHead(sql: Sql, agreementId: number): Promise<RevisionRow | null> {
  const [row] = await sql<RevisionRow[]>`
    select number, kind, position, blob::text as blob, bytes, sha256, at
    from agreement_revision where agreement_id = ${agreementId} order by number desc limit 1`;
  return row ?? null;
}

/** The longest state with one of these digests. */
export async function findByDigests(
  sql: Sql,
  digests: readonly Buffer[],
): Promise<{ agreementId: number; number: number } | null> {
  if (digests.length === 0) return null;
  const [row] = await sql<{ agreementId: number; number: number }[]>`
    select agreement_id::int as "agreementId", number from agreement_revision
    where sha256 = ${anyOf(sql, digests)} order by bytes desc, agreement_id, number limit 1`;
  return row ?? null;
}
