import type { Sql, Tx } from '../db/database.ts';
import type { SignerPlace } from './link-store.ts';
import type { Signature } from './signing-schema.ts';
import type { Party } from './terms.ts';

type Strokes = Signature['strokes'];

export type AskingEvent = { id: number; slug: string; title: { zh: string; en: string } };

/** Less than a link lives by which it can be taken back. */
const keptDays = 365;

/**
 * The event for which a signer is asked for his handwriting: the next one at which the agreement has its place and that is not
 * over; its parties agreed to being named there, since whoever reads a signature reads a name (decision 0029). Null: not asked.
 */
export async function findAskingEvent(sql: Sql, agreementId: number): Promise<AskingEvent | null> {
  const [event] = await sql<AskingEvent[]>`
    select e.id::int as id, e.slug, jsonb_build_object('zh', e.title_zh, 'en', e.title_en) as title from live_item_signing s
    join live_event e on e.id = s.event_id
    join agreement a on a.id = s.agreement_id
    where a.id = ${agreementId} and s.ceremony <> 'after' and e.state ->> 'status' <> 'ended' and a.publish_name
      and (a.template_key <> 'talent-agreement' or a.asked -> 'terms' -> 'publishTalent' = 'true')
    order by e.starts_at, e.id limit 1`;
  return event ?? null;
}

/** `event`: the address of the one it was agreed to for. */
export type Handwriting = SignerPlace & { strokes: Strokes; textVersion: string; event: string; at: Date };

/** Keeps it where it is asked for that very event and there is any; false where not. */
export async function keepHandwriting(tx: Tx, handwriting: Handwriting): Promise<boolean> {
  const { agreementId, position, strokes, textVersion, at } = handwriting;
  const event = await findAskingEvent(tx, agreementId);
  if (strokes.length === 0 || event?.slug !== handwriting.event) return false;
  await tx`
    insert into agreement_handwriting (agreement_id, position, event_id, strokes, text_version, at)
    values (${agreementId}, ${position}, ${event.id}, ${tx.json(strokes)}, ${textVersion}, ${at})`;
  return true;
}

/** For which event somebody agreed; null where for none, or no more. */
export async function findAgreedEvent(
  sql: Sql,
  { agreementId, position }: SignerPlace,
): Promise<AskingEvent | null> {
  const [event] = await sql<AskingEvent[]>`
    select e.id::int as id, e.slug, jsonb_build_object('zh', e.title_zh, 'en', e.title_en) as title
    from agreement_handwriting h join live_event e on e.id = h.event_id
    where h.agreement_id = ${agreementId} and h.position = ${position} limit 1`;
  return event ?? null;
}

/** 撤回同意: false where there was none. */
export async function deleteHandwriting(tx: Tx, { agreementId, position }: SignerPlace): Promise<boolean> {
  const rows = await tx`
    delete from agreement_handwriting where agreement_id = ${agreementId} and position = ${position} returning position`;
  return rows.length > 0;
}

/** What will never be signed by all is shown nowhere. */
export async function deleteHandwritings(tx: Tx, agreementId: number): Promise<void> {
  await tx`delete from agreement_handwriting where agreement_id = ${agreementId}`;
}

/** What was kept as long as its signer could take it back. */
export async function sweepHandwritings(sql: Sql, at: Date): Promise<void> {
  await sql`delete from agreement_handwriting where at < ${at}::timestamptz - ${keptDays} * interval '1 day'`;
}

export type Hand = { party: Party; strokes: Strokes };

/** What the signers of an agreement agreed to show at an event, in their order. */
export async function readHandwritings(
  sql: Sql,
  { agreementId, eventId }: { agreementId: number; eventId: number },
): Promise<Hand[]> {
  return await sql<Hand[]>`
    select s.party, h.strokes
    from agreement_handwriting h
    join agreement_signer s on s.agreement_id = h.agreement_id and s.position = h.position
    where h.agreement_id = ${agreementId} and h.event_id = ${eventId} order by s.turn, s.position limit 100`;
}
