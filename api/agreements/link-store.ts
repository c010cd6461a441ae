import { randomUUID } from 'node:crypto';
import { isSecretToken, newSecretToken, secretTokenHash } from '../accounts/secret-token.ts';
import type { Sql, Tx } from '../db/database.ts';

/** The signer a link or a session on a device speaks for. */
export type SignerPlace = { agreementId: number; position: number };

/** A link works so long after the deadline, to read why it is over. */
export const linkGraceMs = 30 * 86_400_000;

/** How long a device stays with the signer after he opened the link; the link opens it again. */
export const signingSessionMs = 2 * 3_600_000;

type NewLink = SignerPlace & { origin: string; at: Date; endsAt: Date; keepsOlder: boolean };

/**
 * 签署链接: the secret stands behind #, so that no server's log holds it. Links of this signer before it are dead unless it
 * `keepsOlder`: whoever reads, signs or waits for the end of the signing stays on his page.
 */
export async function issueSigningLink(
  tx: Tx,
  { agreementId, position, origin, at, endsAt, keepsOlder }: NewLink,
): Promise<string> {
  if (!keepsOlder) await endLinks(tx, { agreementId, position });
  const token = newSecretToken();
  await tx`
    insert into signing_link ${tx({
      token_hash: secretTokenHash(token),
      agreement_id: agreementId,
      position,
      issued_at: at,
      ends_at: endsAt,
    })}`;
  return `${origin}/sign#t=${token}`;
}

/** 展期: links live on with the deadline. */
export async function prolongLinks(
  tx: Tx,
  { agreementId, endsAt }: { agreementId: number; endsAt: Date },
): Promise<void> {
  await tx`
    update signing_link set ends_at = ${endsAt} where agreement_id = ${agreementId} and ends_at < ${endsAt}`;
}

/** The links of a signer and what was opened by them are dead. */
export async function endLinks(tx: Tx, { agreementId, position }: SignerPlace): Promise<void> {
  await tx`delete from signing_link where agreement_id = ${agreementId} and position = ${position}`;
}

/**
 * 换取会话: a session for this device, or null for a link that never was, is dead or too old: alike. It stands beside that of
 * the link which the same browser opened before, while that one lives: what is opened on one device can be signed together.
 */
export async function exchangeLink(
  tx: Tx,
  { token, earlier, at }: { token: string; earlier: string | null; at: Date },
): Promise<(SignerPlace & { session: string }) | null> {
  if (!isSecretToken(token)) return null;
  const hash = secretTokenHash(token);
  const [place] = await tx<SignerPlace[]>`
    select agreement_id::int as "agreementId", position from signing_link
    where token_hash = ${hash} and ends_at > ${at}`;
  if (place === undefined) return null;
  const session = newSecretToken();
  await tx`
    insert into signing_session ${tx({
      token_hash: secretTokenHash(session),
      link_hash: hash,
      browser: (await findBrowser(tx, earlier, at)) ?? randomUUID(),
      started_at: at,
      ends_at: new Date(at.getTime() + signingSessionMs),
    })}`;
  return { ...place, session };
}

export async function findSession(sql: Sql, session: string, at: Date): Promise<SignerPlace | null> {
  if (!isSecretToken(session)) return null;
  const [place] = await sql<SignerPlace[]>`
    select l.agreement_id::int as "agreementId", l.position
    from signing_session s join signing_link l on l.token_hash = s.link_hash
    where s.token_hash = ${secretTokenHash(session)} and s.ends_at > ${at} and l.ends_at > ${at}`;
  return place ?? null;
}

/** 离开: what stands on this device is of no use to whoever kept it. */
export async function endSession(sql: Sql, session: string): Promise<void> {
  await sql`delete from signing_session where token_hash = ${secretTokenHash(session)}`;
}

async function findBrowser(tx: Tx, session: string | null, at: Date): Promise<string | null> {
  if (session === null) return null;
  const [row] = await tx<{ browser: string }[]>`
    select browser::text as browser from signing_session
    where token_hash = ${secretTokenHash(session)} and ends_at > ${at}`;
  return row?.browser ?? null;
}

/** Every place that the browser of a session opened a link of and that still is open, each once, in the order of agreements. */
export async function listOpened(sql: Sql, session: string, at: Date): Promise<SignerPlace[]> {
  return await sql<SignerPlace[]>`
    select distinct l.agreement_id::int as "agreementId", l.position
    from signing_session own join signing_session s on s.browser = own.browser
    join signing_link l on l.token_hash = s.link_hash
    where own.token_hash = ${secretTokenHash(session)} and own.ends_at > ${at}
      and s.ends_at > ${at} and l.ends_at > ${at}
    order by "agreementId", position limit 100`;
}

/** Links and sessions whose time is over. */
export async function sweepLinks(sql: Sql, at: Date): Promise<void> {
  await sql`delete from signing_session where ends_at < ${at}`;
  await sql`delete from signing_link where ends_at < ${at}`;
}
