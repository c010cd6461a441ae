import type { Sql, Tx } from '../db/database.ts';
import type { NewEvent } from './event-schema.ts';
import type { ItemKind } from './terms.ts';

/** An item as staff know it. `parcels`: what it releases, in order. */
export type ItemRow = {
  id: number;
  kind: ItemKind;
  title: { zh: string; en: string };
  plannedSeconds: number;
  parcels: { id: number; code: string }[];
};

/** 环节单 in its order. */
export async function readItems(sql: Sql, eventId: number): Promise<ItemRow[]> {
  return await sql<ItemRow[]>`
    select i.id::int as id, i.kind, json_build_object('zh', i.title_zh, 'en', i.title_en)::jsonb as title,
      i.planned_s as "plannedSeconds",
      (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'code', p.code) order by ip.position), '[]')
        from live_item_parcel ip join parcel p on p.id = ip.parcel_id where ip.item_id = i.id) as parcels
    from live_item i where i.event_id = ${eventId} order by i.position limit 500`;
}

/** Returns the first code that no parcel has; null: all are written. */
export async function insertItems(tx: Tx, eventId: number, items: NewEvent['items']): Promise<string | null> {
  for (const [index, { kind, title, plannedSeconds, parcelCodes }] of items.entries()) {
    const [row] = await tx<{ id: number }[]>`
      insert into live_item (event_id, position, kind, title_zh, title_en, planned_s)
      values (${eventId}, ${index + 1}, ${kind}, ${title.zh}, ${title.en}, ${plannedSeconds})
      returning id::int as id`;
    if (row === undefined) throw new Error('an insert returns its row');
    for (const [place, code] of parcelCodes.entries()) {
      const written = await tx`
        insert into live_item_parcel (item_id, position, parcel_id)
        select ${row.id}, ${place + 1}, id from parcel where code = ${code}`;
      if (written.count === 0) return code;
    }
  }
  return null;
}
