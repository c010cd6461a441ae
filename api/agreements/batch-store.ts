import type { Sql, Tx } from '../db/database.ts';
import type { CodeTimes } from './codes.ts';
import type { SignerPlace } from './link-store.ts';
import type { CodeChannel } from './terms.ts';

export type NewBatch = {
  person: Buffer;
  set: Buffer;
  codeHash: Buffer;
  channel: CodeChannel;
  at: Date;
  endsAt: Date;
  items: readonly (SignerPlace & { headSha256: string; salt: string })[];
};

/** 一并签署的验证码: ends those of this person before it. */
export async function writeBatch(tx: Tx, batch: NewBatch): Promise<void> {
  const { person, set, codeHash, channel, at, endsAt, items } = batch;
  await tx`
    update signing_batch set ends_at = ${at}
    where person_index = ${person} and used_at is null and ends_at > ${at}`;
  const [row] = await tx<{ id: number }[]>`
    insert into signing_batch ${tx({
      person_index: person,
      set_sha256: set,
      code_hash: codeHash,
      channel,
      issued_at: at,
      ends_at: endsAt,
    })} returning id::int as id`;
  if (row === undefined) throw new Error('what was written has an id');
  const rows = items.map(({ agreementId, position, headSha256, salt }) => ({
    batch_id: row.id,
    agreement_id: agreementId,
    position,
    head_sha256: Buffer.from(headSha256, 'hex'),
    salt: Buffer.from(salt, 'hex'),
  }));
  await tx`insert into signing_batch_item ${tx(rows)}`;
}

/** When codes for sets were sent to a person since then, the newest first. */
export async function readBatchTimes(tx: Tx, person: Buffer, since: Date): Promise<CodeTimes> {
  const rows = await tx<{ at: Date }[]>`
    select issued_at as at from signing_batch
    where person_index = ${person} and issued_at > ${since} order by issued_at desc limit 100`;
  const ofHour = rows.map(({ at }) => at);
  return { ofHour, newest: ofHour[0] ?? null };
}

/**
 * 一并签署的清单, as the code for it was taken: each document with the state that it had and the digest of its text, in
 * hexadecimal. `salt`: null in sets of before they had any. `isSigned`: not refused when its turn came.
 */
export type BatchDocument = {
  agreementId: number;
  number: string;
  title: string;
  headSha256: string;
  contentSha256: string;
  salt: string | null;
  isSigned: boolean;
};

/** Of the last code that was taken for this set with this agreement in it; empty where there is none. */
export async function readBatchDocuments(
  sql: Sql,
  { agreementId, set }: { agreementId: number; set: Buffer },
): Promise<BatchDocument[]> {
  return await sql<BatchDocument[]>`
    select a.id::int as "agreementId", a.number, a.content->>'title' as title,
      encode(i.head_sha256, 'hex') as "headSha256", encode(a.content_sha256, 'hex') as "contentSha256",
      encode(i.salt, 'hex') as salt,
      exists (
        select from agreement_event e
        where e.agreement_id = i.agreement_id and e.position = i.position and e.kind = 'sign'
          and e.details::jsonb->>'batch' = ${set.toString('hex')}
      ) as "isSigned"
    from signing_batch_item i join agreement a on a.id = i.agreement_id
    where i.batch_id = (
      select max(b.id) from signing_batch b join signing_batch_item own on own.batch_id = b.id
      where b.set_sha256 = ${set} and b.used_at is not null and own.agreement_id = ${agreementId})
    order by a.number limit 1000`;
}

/** The salt of each document of a set, by its number. */
export async function readSalts(tx: Tx, batchId: number): Promise<Map<string, string>> {
  const rows = await tx<{ number: string; salt: string }[]>`
    select a.number, encode(i.salt, 'hex') as salt
    from signing_batch_item i join agreement a on a.id = i.agreement_id
    where i.batch_id = ${batchId} and i.salt is not null order by a.number limit 1000`;
  return new Map(rows.map(({ number, salt }) => [number, salt]));
}

export type BatchCode = {
  id: number;
  set: Buffer;
  codeHash: Buffer;
  failures: number;
  endsAt: Date;
  usedAt: Date | null;
};

/** The newest code for a set that a person was sent, held until the transaction ends. */
export async function holdNewestBatch(tx: Tx, person: Buffer): Promise<BatchCode | null> {
  const [row] = await tx<BatchCode[]>`
    select id::int as id, set_sha256 as set, code_hash as "codeHash", failures, ends_at as "endsAt", used_at as "usedAt"
    from signing_batch where person_index = ${person} order by id desc limit 1 for update`;
  return row ?? null;
}

export async function noteBatchFailure(tx: Tx, id: number): Promise<void> {
  await tx`update signing_batch set failures = failures + 1 where id = ${id}`;
}

export async function noteBatchUsed(tx: Tx, id: number, at: Date): Promise<void> {
  await tx`update signing_batch set used_at = ${at} where id = ${id}`;
}

/** 作废: the set is not what it was. */
export async function endBatch(tx: Tx, id: number, at: Date): Promise<void> {
  await tx`update signing_batch set ends_at = ${at} where id = ${id}`;
}
