import type { Sql, Tx } from '../db/database.ts';
import type { CodeTimes } from './codes.ts';
import type { SignerPlace } from './link-store.ts';
import type { CodeChannel, CodePurpose } from './terms.ts';

export type NewCode = SignerPlace & {
  purpose: CodePurpose;
  baseSha256: Buffer;
  codeHash: Buffer;
  channel: CodeChannel;
  at: Date;
  endsAt: Date;
};

/** 验证码: ends those before it. */
export async function writeCode(tx: Tx, code: NewCode): Promise<void> {
  const { agreementId, position, purpose, baseSha256, codeHash, channel, at, endsAt } = code;
  await tx`
    update signing_code set ends_at = ${at}
    where agreement_id = ${agreementId} and position = ${position} and used_at is null and ends_at > ${at}`;
  await tx`
    insert into signing_code ${tx({
      agreement_id: agreementId,
      position,
      purpose,
      base_sha256: baseSha256,
      code_hash: codeHash,
      channel,
      issued_at: at,
      ends_at: endsAt,
    })}`;
}

/** When codes were sent for a place since then. The newest is of the document and of who has the place now (转交). */
export async function readCodeTimes(
  tx: Tx,
  { agreementId, position, baseSha256 }: SignerPlace & { baseSha256: Buffer },
  since: Date,
): Promise<CodeTimes> {
  const rows = await tx<{ at: Date; isOwn: boolean }[]>`
    select issued_at as at, base_sha256 = ${baseSha256} and not exists (
      select from agreement_delegation d
      where d.agreement_id = c.agreement_id and d.position = c.position and d.outcome = 'admitted'
        and d.decided_at > c.issued_at) as "isOwn"
    from signing_code c
    where agreement_id = ${agreementId} and position = ${position} and issued_at > ${since}
    order by issued_at desc limit 100`;
  return { ofHour: rows.map(({ at }) => at), newest: rows.find(({ isOwn }) => isOwn)?.at ?? null };
}

export type LiveCode = {
  id: number;
  codeHash: Buffer;
  baseSha256: Buffer;
  purpose: CodePurpose;
  channel: CodeChannel;
  failures: number;
};

/** The code that still counts, held until the transaction ends; null when there is none. */
export async function holdLiveCode(
  tx: Tx,
  { agreementId, position }: SignerPlace,
  at: Date,
): Promise<LiveCode | null> {
  const [row] = await tx<LiveCode[]>`
    select id::int as id, code_hash as "codeHash", base_sha256 as "baseSha256", purpose, channel, failures
    from signing_code
    where agreement_id = ${agreementId} and position = ${position} and used_at is null and ends_at > ${at}
    order by id desc limit 1 for update`;
  return row ?? null;
}

/** Wrong tries at each place since the last right one and since its newest link, over all codes, also those for whole sets. */
export async function readWrongTries(
  sql: Sql,
  agreementId: number,
): Promise<{ position: number; count: number }[]> {
  return await sql<{ position: number; count: number }[]>`
    with code as (
      select position, failures, issued_at, used_at from signing_code where agreement_id = ${agreementId}
      union all
      select i.position, b.failures, b.issued_at, b.used_at
      from signing_batch_item i join signing_batch b on b.id = i.batch_id where i.agreement_id = ${agreementId}
    )
    select c.position, sum(c.failures)::int as count from code c
    where c.issued_at > coalesce(
      greatest(
        (select max(u.issued_at) from code u where u.position = c.position and u.used_at is not null),
        (select max(l.issued_at) from signing_link l
          where l.agreement_id = ${agreementId} and l.position = c.position)),
      '-infinity')
    group by c.position order by c.position limit 100`;
}

/** That a place is stopped stands in its events since its newest link, which would have opened it again. */
export async function isLockNoted(tx: Tx, { agreementId, position }: SignerPlace): Promise<boolean> {
  const noted = await tx`
    select from agreement_event e
    where e.agreement_id = ${agreementId} and e.position = ${position} and e.kind = 'place-locked'
      and e.at > coalesce((
        select max(l.issued_at) from signing_link l where l.agreement_id = ${agreementId} and l.position = ${position}
      ), '-infinity')
    limit 1`;
  return noted.length > 0;
}

export async function noteCodeFailure(tx: Tx, id: number): Promise<void> {
  await tx`update signing_code set failures = failures + 1 where id = ${id}`;
}

export async function noteCodeUsed(tx: Tx, id: number, at: Date): Promise<void> {
  await tx`update signing_code set used_at = ${at} where id = ${id}`;
}

/** The channels by which signers of an agreement proved that they wanted to sign. */
export async function readUsedChannels(tx: Tx, agreementId: number): Promise<CodeChannel[]> {
  const rows = await tx<{ channel: CodeChannel }[]>`
    select channel from signing_code
    where agreement_id = ${agreementId} and used_at is not null
      and purpose in ('sign', 'approve', 'witness')
    union
    select b.channel from signing_batch b join signing_batch_item i on i.batch_id = b.id
    where i.agreement_id = ${agreementId} and b.used_at is not null`;
  return rows.map(({ channel }) => channel);
}
