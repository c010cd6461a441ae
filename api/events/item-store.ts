import type { Sql, Tx } from '../db/database.ts';
import type { NewItem, SavedItem } from './rundown-schema.ts';
import type { ItemKind } from './terms.ts';

/** An item as staff know it. `parcels`: what it releases, in order; `venue`: its key. */
export type ItemRow = {
  id: number;
  kind: ItemKind;
  title: { zh: string; en: string };
  plannedSeconds: number;
  venue: string | null;
  notes: string;
  parcels: { id: number; code: string }[];
};

/** 环节单 in its order, without what was taken out. */
export async function readItems(sql: Sql, eventId: number): Promise<ItemRow[]> {
  return await sql<ItemRow[]>`
    select i.id::int as id, i.kind, json_build_object('zh', i.title_zh, 'en', i.title_en)::jsonb as title,
      i.planned_s as "plannedSeconds", v.key as venue, i.notes,
      (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'code', p.code) order by ip.position), '[]')
        from live_item_parcel ip join parcel p on p.id = ip.parcel_id where ip.item_id = i.id) as parcels
    from live_item i left join live_venue v on v.id = i.venue_id
    where i.event_id = ${eventId} and i.position is not null order by i.position limit 500`;
}

/** Which parcel of which item (from 0) there is none of. */
export type UnknownParcel = { index: number; code: string };

/** Returns the first code that no parcel has; null: all are written. */
export async function insertItems(
  tx: Tx,
  eventId: number,
  items: readonly NewItem[],
): Promise<UnknownParcel | null> {
  for (const [index, item] of items.entries()) {
    const id = await insertItem(tx, eventId, { ...item, position: index + 1 });
    const code = await writeParcels(tx, id, item.parcelCodes);
    if (code !== null) return { index, code };
  }
  return null;
}

/**
 * 环节单 as it is from now on: items with a number keep it. What is left out is deleted, or, where the log names it, keeps
 * its row and has no place. Returns the first code that no parcel has.
 */
export async function replaceItems(
  tx: Tx,
  eventId: number,
  items: readonly SavedItem[],
): Promise<UnknownParcel | null> {
  await tx`update live_item set position = null, venue_id = null where event_id = ${eventId} and position is not null`;
  for (const [index, { id, ...item }] of items.entries()) {
    const placed = { ...item, position: index + 1 };
    const at = id === null ? await insertItem(tx, eventId, placed) : id;
    if (id !== null) await updateItem(tx, { ...placed, id, eventId });
    const code = await writeParcels(tx, at, item.parcelCodes);
    if (code !== null) return { index, code };
  }
  await deleteUnnamed(tx, eventId);
  return null;
}

type Placed = NewItem & { position: number };

async function insertItem(tx: Tx, eventId: number, item: Placed): Promise<number> {
  const { position, kind, title, plannedSeconds, venue, notes } = item;
  const [row] = await tx<{ id: number }[]>`
    insert into live_item (event_id, position, kind, title_zh, title_en, planned_s, venue_id, notes)
    values (${eventId}, ${position}, ${kind}, ${title.zh}, ${title.en}, ${plannedSeconds},
      (select id from live_venue where event_id = ${eventId} and key = ${venue}), ${notes})
    returning id::int as id`;
  if (row === undefined) throw new Error('an insert returns its row');
  return row.id;
}

async function updateItem(tx: Tx, item: Placed & { id: number; eventId: number }): Promise<void> {
  const { id, eventId, position, kind, title, plannedSeconds, venue, notes } = item;
  await tx`
    update live_item set position = ${position}, kind = ${kind}, title_zh = ${title.zh}, title_en = ${title.en},
      planned_s = ${plannedSeconds}, notes = ${notes},
      venue_id = (select id from live_venue where event_id = ${eventId} and key = ${venue})
    where id = ${id} and event_id = ${eventId}`;
  await tx`delete from live_item_parcel where item_id = ${id}`;
}

async function writeParcels(tx: Tx, itemId: number, codes: readonly string[]): Promise<string | null> {
  for (const [place, code] of codes.entries()) {
    const written = await tx`
      insert into live_item_parcel (item_id, position, parcel_id)
      select ${itemId}, ${place + 1}, id from parcel where code = ${code}`;
    if (written.count === 0) return code;
  }
  return null;
}

async function deleteUnnamed(tx: Tx, eventId: number): Promise<void> {
  const gone = await tx<{ id: number }[]>`
    select i.id::int as id from live_item i
    where i.event_id = ${eventId} and i.position is null and not exists (
      select from live_log l where l.event_id = ${eventId} and (l.cue->>'item')::bigint = i.id)
    order by i.id limit 1000`;
  const ids = gone.map(({ id }) => id);
  await tx`delete from live_item_parcel where item_id = any(${ids})`;
  await tx`delete from live_item where id = any(${ids})`;
}
