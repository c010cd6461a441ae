import type { Sql, Tx } from '../db/database.ts';
import { announceAtCommit } from '../db/transaction-scope.ts';
import type { SaidEntry, Tie, TiedAgreement } from './signing-rules.ts';
import type { Ceremony, ItemKind } from './terms.ts';

export type PaperAsked = { by: number; name: string; reason: string; at: Date };
export type TieRow = Tie & { kind: ItemKind; paperAsked: PaperAsked | null };

/** `eventId`: at which it is looked for who shows his handwriting; null: at none. */
function agreementColumns(sql: Sql, eventId: number | null) {
  return sql`case when a.id is null then null else jsonb_build_object(
      'id', a.id, 'number', a.number, 'template', a.template_key, 'state', a.state, 'isTest', a.is_test,
      'publishName', a.publish_name, 'publishAmount', a.publish_amount,
      'publishTalent', coalesce(a.asked -> 'terms' -> 'publishTalent' = 'true', false),
      'hands', (select count(*) from agreement_handwriting h where h.agreement_id = a.id and h.event_id = ${eventId}::bigint)) end as agreement`;
}

/** What the items of an event are about, in their order. */
export async function readTies(sql: Sql, eventId: number): Promise<TieRow[]> {
  const rows = await sql<(Omit<TieRow, 'paperAsked'> & Nullable<PaperAsked>)[]>`
    select i.id::int as item, i.kind, s.ceremony, s.talents,
      jsonb_build_object('id', p.id, 'number', p.number, 'name', p.name, 'company', p.company,
        'amount', p.investment_total_yuan, 'isInvented', p.demo) as project,
      ${agreementColumns(sql, eventId)}, s.paper_reason as reason, s.paper_asked_by::int as by, s.paper_asked_at as at,
      o.name
    from live_item_signing s join live_item i on i.id = s.item_id join project p on p.id = s.project_id
    left join agreement a on a.id = s.agreement_id left join account o on o.id = s.paper_asked_by
    where s.event_id = ${eventId} order by i.position limit 500`;
  return rows.map(({ reason, by, at, name, ...tie }) => ({
    ...tie,
    paperAsked:
      reason === null || by === null || at === null || name === null ? null : { reason, by, at, name },
  }));
}

type Nullable<Row> = { [Key in keyof Row]: Row[Key] | null };

export type NewTie = {
  item: number;
  eventId: number;
  projectId: number;
  agreementId: number | null;
  ceremony: Ceremony;
  talents: number;
};

/** False where another item of the event has the agreement. A paper that was asked for is of what was there before. */
export async function writeTie(tx: Tx, tie: NewTie): Promise<boolean> {
  const { item, eventId, projectId, agreementId, ceremony, talents } = tie;
  const [taken] = await tx`
    select from live_item_signing
    where event_id = ${eventId} and agreement_id = ${agreementId} and item_id <> ${item} limit 1`;
  if (taken !== undefined) return false;
  await tx`
    insert into live_item_signing (item_id, event_id, project_id, agreement_id, ceremony, talents)
    values (${item}, ${eventId}, ${projectId}, ${agreementId}, ${ceremony}, ${talents})
    on conflict (item_id) do update set project_id = excluded.project_id, agreement_id = excluded.agreement_id,
      ceremony = excluded.ceremony, talents = excluded.talents,
      paper_reason = null, paper_asked_by = null, paper_asked_at = null`;
  announceAtCommit('events');
  return true;
}

export async function writePaperAsked(
  tx: Tx,
  { item, reason, accountId, at }: { item: number; reason: string; accountId: number; at: Date },
): Promise<void> {
  await tx`
    update live_item_signing set paper_reason = ${reason}, paper_asked_by = ${accountId}, paper_asked_at = ${at}
    where item_id = ${item}`;
}

/** `rehearsal`: the event that it was made for; null: a real one. */
export type NamedProject = { id: number; rehearsal: number | null };
export async function findProject(sql: Sql, number: string): Promise<NamedProject | null> {
  const [row] = await sql<NamedProject[]>`
    select id::int as id, rehearsal_event_id::int as rehearsal from project where number = ${number} limit 1`;
  return row ?? null;
}

export async function findTiedAgreement(
  sql: Sql,
  number: string,
): Promise<(TiedAgreement & { projectId: number }) | null> {
  const [row] = await sql<{ agreement: TiedAgreement; projectId: number }[]>`
    select ${agreementColumns(sql, null)}, a.project_id::int as "projectId" from agreement a where a.number = ${number} limit 1`;
  return row === undefined ? null : { ...row.agreement, projectId: row.projectId };
}

/** What the log said of the agreements of an event, oldest first. */
export async function readSaid(sql: Sql, eventId: number): Promise<SaidEntry[]> {
  return await sql<SaidEntry[]>`
    select seq, item_id::int as item, agreement_id::int as agreement, state, is_paper as "isPaper",
      taken_back_by as "takenBackBy"
    from live_signing_entry where event_id = ${eventId} order by seq limit 10000`;
}

/** @throws of the database where it was said already: the index refuses what two would say at once. */
export async function insertSaid(
  tx: Tx,
  eventId: number,
  { seq, item, agreement, state, isPaper }: Omit<SaidEntry, 'takenBackBy'>,
): Promise<void> {
  await tx`
    insert into live_signing_entry (event_id, seq, item_id, agreement_id, state, is_paper)
    values (${eventId}, ${seq}, ${item}, ${agreement}, ${state}, ${isPaper})`;
}

export async function noteTakenBack(
  tx: Tx,
  { eventId, seq, by }: { eventId: number; seq: number; by: number },
): Promise<void> {
  await tx`
    update live_signing_entry set taken_back_by = ${by} where event_id = ${eventId} and seq = ${seq}`;
}

/** Events with signings; another `mark` wherever the log may owe something: an entry came, an item or an agreement changed. */
export async function listSigningEvents(sql: Sql): Promise<{ id: number; slug: string; mark: string }[]> {
  return await sql<{ id: number; slug: string; mark: string }[]>`
    select e.id::int as id, e.slug, md5(e.last_seq || string_agg(
      concat_ws(' ', s.item_id, s.ceremony, s.agreement_id, a.state), ',' order by s.item_id)) as mark
    from live_item_signing s join live_event e on e.id = s.event_id join agreement a on a.id = s.agreement_id
    where e.state ->> 'status' in ('live', 'paused', 'ended') group by e.id order by e.id limit 1000`;
}
