import type { Sql, Tx } from '../db/database.ts';
import type { Totals } from './totals-rules.ts';

export type EndAsked = { by: number; name: string; seq: number; at: Date };
export type Control = { by: number; name: string; until: Date };
export type Ending = { seq: number; at: Date; totals: Totals; logSha256: string };
export type Standing = { endAsked: EndAsked | null; control: Control | null; ending: Ending | null };

/** What of an event is its staff's alone. */
export async function readStanding(sql: Sql, eventId: number): Promise<Standing> {
  const [[asked], [control], [ending]] = await Promise.all([
    sql<EndAsked[]>`
      select a.id::int as by, a.name, e.end_asked_seq as seq, e.end_asked_at as at
      from live_event e join account a on a.id = e.end_asked_by where e.id = ${eventId} limit 1`,
    sql<Control[]>`
      select a.id::int as by, a.name, c.until from live_control c join account a on a.id = c.account_id
      where c.event_id = ${eventId} limit 1`,
    sql<Ending[]>`
      select seq, at, totals, log_sha256 as "logSha256" from live_ending where event_id = ${eventId} limit 1`,
  ]);
  return { endAsked: asked ?? null, control: control ?? null, ending: ending ?? null };
}

export async function writeEndAsked(
  tx: Tx,
  { eventId, accountId, seq, at }: { eventId: number; accountId: number; seq: number; at: Date },
): Promise<void> {
  await tx`
    update live_event set end_asked_by = ${accountId}, end_asked_seq = ${seq}, end_asked_at = ${at}
    where id = ${eventId}`;
}

type NewEnding = Omit<Ending, 'logSha256'> & {
  eventId: number;
  askedBy: number;
  confirmedBy: number;
  logSha256: string;
};

export async function insertEnding(tx: Tx, ending: NewEnding): Promise<void> {
  const { eventId, seq, askedBy, confirmedBy, at, totals, logSha256 } = ending;
  await tx`
    insert into live_ending (event_id, seq, asked_by, confirmed_by, at, totals, log_sha256)
    values (${eventId}, ${seq}, ${askedBy}, ${confirmedBy}, ${at}, ${tx.json(totals)}, ${logSha256})`;
}

/** Takes or keeps control until then, where nobody else has it at `at`; false: somebody has. */
export async function takeControl(
  tx: Tx,
  { eventId, accountId, at, until }: { eventId: number; accountId: number; at: Date; until: Date },
): Promise<boolean> {
  const written = await tx`
    insert into live_control (event_id, account_id, until) values (${eventId}, ${accountId}, ${until})
    on conflict (event_id) do update set account_id = excluded.account_id, until = excluded.until
    where live_control.account_id = excluded.account_id or live_control.until <= ${at}`;
  return written.count > 0;
}

export async function releaseControl(tx: Tx, eventId: number, accountId: number): Promise<void> {
  await tx`delete from live_control where event_id = ${eventId} and account_id = ${accountId}`;
}
