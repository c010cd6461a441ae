import type { Sql, Tx } from '../db/database.ts';
import type { SignerPlace } from './link-store.ts';
import type { Signature } from './signing-schema.ts';
import type { Party } from './terms.ts';

type Strokes = Signature['strokes'];

/**
 * Whether a signer is asked for his handwriting: the agreement has its place at an event that is not over, and its parties
 * agreed to being named there, since whoever reads a signature reads a name (decision 0029).
 */
export async function isHandwritingAsked(sql: Sql, agreementId: number): Promise<boolean> {
  const rows = await sql`
    select from live_item_signing s
    join live_event e on e.id = s.event_id
    join agreement a on a.id = s.agreement_id
    where a.id = ${agreementId} and s.ceremony <> 'after' and e.state ->> 'status' <> 'ended' and a.publish_name
      and (a.template_key <> 'talent-agreement' or a.asked -> 'terms' -> 'publishTalent' = 'true')
    limit 1`;
  return rows.length > 0;
}

export type Handwriting = SignerPlace & { strokes: Strokes; textVersion: string; at: Date };

/** Keeps it where it is asked for and there is any; false where not. */
export async function keepHandwriting(tx: Tx, handwriting: Handwriting): Promise<boolean> {
  const { agreementId, position, strokes, textVersion, at } = handwriting;
  if (strokes.length === 0 || !(await isHandwritingAsked(tx, agreementId))) return false;
  await tx`
    insert into agreement_handwriting (agreement_id, position, strokes, text_version, at)
    values (${agreementId}, ${position}, ${tx.json(strokes)}, ${textVersion}, ${at})`;
  return true;
}

export async function isHandwritingKept(sql: Sql, { agreementId, position }: SignerPlace): Promise<boolean> {
  const rows = await sql`
    select from agreement_handwriting where agreement_id = ${agreementId} and position = ${position}`;
  return rows.length > 0;
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

export type Hand = { party: Party; strokes: Strokes };

/** What the signers of an agreement agreed to show, in their order. */
export async function readHandwritings(sql: Sql, agreementId: number): Promise<Hand[]> {
  return await sql<Hand[]>`
    select s.party, h.strokes
    from agreement_handwriting h
    join agreement_signer s on s.agreement_id = h.agreement_id and s.position = h.position
    where h.agreement_id = ${agreementId} order by s.turn, s.position limit 100`;
}
