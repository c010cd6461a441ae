import { randomUUID } from 'node:crypto';
import type { Sql, Tx } from '../db/database.ts';
import { announceAtCommit } from '../db/transaction-scope.ts';
import { notBegun, type EventState } from './fold-rules.ts';
import type { Cue, LogEntry } from './log-schema.ts';
import { totalsOf, type Totals } from './totals-rules.ts';

export type EventRow = {
  id: number;
  slug: string;
  title: { zh: string; en: string };
  startsAt: Date;
  isAnnounced: boolean;
  /** 演练 of the event with this address; null: an event of its own. A rehearsal is never announced. */
  rehearsalOf: string | null;
  epoch: string;
  state: EventState;
};

/**
 * Its own epoch on this line of history: PostgreSQL begins another timeline when a replica is promoted, whose log may lack
 * what clients have seen.
 */
function epochColumn(sql: Sql) {
  return sql`left(md5(epoch::text || left(pg_walfile_name(pg_current_wal_lsn()), 8)), 16) as epoch`;
}

function columns(sql: Sql) {
  return sql`id::int as id, slug, json_build_object('zh', title_zh, 'en', title_en)::jsonb as title, starts_at as "startsAt",
    is_announced as "isAnnounced", (select of.slug from live_event of where of.id = live_event.rehearsal_of) as "rehearsalOf",
    ${epochColumn(sql)}, state`;
}

export async function findEvent(sql: Sql, slug: string): Promise<EventRow | null> {
  const [row] = await sql<EventRow[]>`select ${columns(sql)} from live_event where slug = ${slug} limit 1`;
  return row ?? null;
}

/** Until the transaction ends nobody else adds to its log. */
export async function holdEvent(tx: Tx, slug: string): Promise<EventRow | null> {
  const [row] = await tx<EventRow[]>`
    select ${columns(tx)} from live_event where slug = ${slug} limit 1 for update`;
  return row ?? null;
}

/** Those that are announced, or all: the next to come first, then those that are over, the last first. */
export async function listEvents(
  sql: Sql,
  { isAnnouncedOnly }: { isAnnouncedOnly: boolean },
): Promise<EventRow[]> {
  return await sql<EventRow[]>`
    select ${columns(sql)} from live_event
    where is_announced or ${!isAnnouncedOnly}
    order by (state->>'status' = 'ended'), case when state->>'status' = 'ended' then -extract(epoch from starts_at)
      else extract(epoch from starts_at) end, id
    limit 200`;
}

/** `isShown`: announced, or a rehearsal, which staff follow. */
export type EventPosition = { id: number; epoch: string; seq: number; isShown: boolean };

/** How far the logs of some events are. */
export async function readPositions(sql: Sql, ids: readonly number[]): Promise<EventPosition[]> {
  return await sql<EventPosition[]>`
    select id::int as id, ${epochColumn(sql)}, last_seq as seq,
      is_announced or rehearsal_of is not null as "isShown" from live_event
    where id = any(${[...ids]})`;
}

type NewEventRow = Pick<EventRow, 'slug' | 'title' | 'startsAt' | 'isAnnounced'> & {
  accountId: number;
  at: Date;
  /** 演练 of this one. */
  rehearsalOf?: number;
};

/** Null where another event has the address. */
export async function insertEvent(tx: Tx, event: NewEventRow): Promise<number | null> {
  const { slug, title, startsAt, isAnnounced, accountId, at, rehearsalOf = null } = event;
  const [row] = await tx<{ id: number }[]>`
    insert into live_event (slug, title_zh, title_en, starts_at, is_announced, epoch, state, created_by, created_at,
      rehearsal_of)
    values (${slug}, ${title.zh}, ${title.en}, ${startsAt}, ${isAnnounced}, ${randomUUID()}, ${tx.json(notBegun)},
      ${accountId}, ${at}, ${rehearsalOf})
    on conflict (slug) do nothing
    returning id::int as id`;
  return row?.id ?? null;
}

/** Of every event: its log goes on without what clients may have seen, as behind a restored backup. */
export async function renewEpochs(tx: Tx): Promise<void> {
  await tx`update live_event set epoch = gen_random_uuid()`;
}

type NewEntry = { eventId: number; state: EventState; cue: Cue; accountId: number | null; at: Date };

/** Writes the entry that leads to `state`, and the state; the event's row is held. */
export async function appendEntry(tx: Tx, { eventId, state, cue, accountId, at }: NewEntry): Promise<void> {
  await tx`
    insert into live_log (event_id, seq, at, account_id, cue, totals)
    values (${eventId}, ${state.seq}, ${at}, ${accountId}, ${tx.json(cue)}, ${tx.json(totalsOf(state))})`;
  await tx`update live_event set last_seq = ${state.seq}, state = ${tx.json(state)} where id = ${eventId}`;
  announceAtCommit('events');
}

export type SignedEntry = LogEntry & { by: string | null };

/** The last ones with who pressed, the newest first. */
export async function readLastEntries(sql: Sql, eventId: number, count: number): Promise<SignedEntry[]> {
  const rows = await sql<(Omit<SignedEntry, 'at'> & { at: Date })[]>`
    select l.seq, l.at, l.cue, a.name as by from live_log l left join account a on a.id = l.account_id
    where l.event_id = ${eventId} order by l.seq desc limit ${count}`;
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}

export type StoredEntry = LogEntry & { totals: Totals };

/** Entries behind `after`, at most a thousand. */
export async function readEntries(sql: Sql, eventId: number, after: number): Promise<StoredEntry[]> {
  const rows = await sql<(Omit<StoredEntry, 'at'> & { at: Date })[]>`
    select seq, at, cue, totals from live_log where event_id = ${eventId} and seq > ${after} order by seq limit 1000`;
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}
