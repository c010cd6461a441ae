import type { Sql, Tx } from '../db/database.ts';
import { announceAtCommit } from '../db/transaction-scope.ts';
import type { Venue } from './event-schema.ts';

/** 会场 in their order. */
export async function readVenues(sql: Sql, eventId: number): Promise<Venue[]> {
  return await sql<Venue[]>`
    select key, json_build_object('zh', title_zh, 'en', title_en)::jsonb as title, place, sources
    from live_venue where event_id = ${eventId} order by position, id limit 10`;
}

/** Of every stream of an announced event. */
export async function readStreamAddresses(sql: Sql, slug: string): Promise<string[]> {
  const rows = await sql<{ url: string }[]>`
    select source->>'url' as url
    from live_venue v join live_event e on e.id = v.event_id, jsonb_array_elements(v.sources) source
    where e.slug = ${slug} and e.is_announced order by v.position, v.id limit 40`;
  return rows.map(({ url }) => url);
}

/** A venue that is there keeps its row, by its key. */
export async function writeVenues(tx: Tx, eventId: number, venues: readonly Venue[]): Promise<void> {
  for (const [index, { key, title, place, sources }] of venues.entries())
    await tx`
      insert into live_venue (event_id, position, key, title_zh, title_en, place, sources)
      values (${eventId}, ${index + 1}, ${key}, ${title.zh}, ${title.en}, ${place}, ${tx.json(sources)})
      on conflict (event_id, key) do update set position = excluded.position, title_zh = excluded.title_zh,
        title_en = excluded.title_en, place = excluded.place, sources = excluded.sources`;
}

/** Those that no item is at any more. */
export async function deleteOtherVenues(tx: Tx, eventId: number, kept: readonly Venue[]): Promise<void> {
  await tx`
    delete from live_venue where event_id = ${eventId} and not key = any(${kept.map(({ key }) => key)})`;
}

/** Which version of the rundown stands, and whose it is. */
export type Saved = { version: number; savedBy: string | null; savedAt: Date };

/** Read before what it is the version of: then that is never older than it says. Null: no such event. */
export async function readSaved(sql: Sql, slug: string): Promise<Saved | null> {
  const [row] = await sql<Saved[]>`
    select e.rundown_version as version, a.name as "savedBy", coalesce(e.rundown_saved_at, e.created_at) as "savedAt"
    from live_event e left join account a on a.id = coalesce(e.rundown_saved_by, e.created_by)
    where e.slug = ${slug} limit 1`;
  return row ?? null;
}

type Head = { title: { zh: string; en: string }; startsAt: Date; accountId: number; at: Date };

/** Returns the version that it makes. */
export async function writeHead(tx: Tx, eventId: number, head: Head): Promise<number> {
  const { title, startsAt, accountId, at } = head;
  const [row] = await tx<{ version: number }[]>`
    update live_event set title_zh = ${title.zh}, title_en = ${title.en}, starts_at = ${startsAt},
      rundown_version = rundown_version + 1, rundown_saved_by = ${accountId}, rundown_saved_at = ${at}
    where id = ${eventId} returning rundown_version as version`;
  if (row === undefined) throw new Error('an event has its row');
  return row.version;
}

export async function writeAnnounced(tx: Tx, eventId: number, isAnnounced: boolean): Promise<void> {
  await tx`update live_event set is_announced = ${isAnnounced} where id = ${eventId}`;
  announceAtCommit('events');
}
