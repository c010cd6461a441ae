import type { Tx } from '../db/database.ts';

/** How many rehearsals an event has had. */
export async function countRehearsals(tx: Tx, eventId: number): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from live_event where rehearsal_of = ${eventId}`;
  return row?.count ?? 0;
}

type Copied = { from: number; to: number };

/** 会场 and 环节 as they stand, with times, notes and what is released; nothing of what happened. */
export async function copyRundown(tx: Tx, { from, to }: Copied): Promise<void> {
  await tx`
    insert into live_venue (event_id, position, key, title_zh, title_en, place, sources)
    select ${to}, position, key, title_zh, title_en, place, sources from live_venue where event_id = ${from}`;
  await tx`
    insert into live_item (event_id, position, kind, title_zh, title_en, planned_s, notes, venue_id)
    select ${to}, i.position, i.kind, i.title_zh, i.title_en, i.planned_s, i.notes, own.id
    from live_item i left join live_venue v on v.id = i.venue_id
    left join live_venue own on own.event_id = ${to} and own.key = v.key
    where i.event_id = ${from} and i.position is not null`;
  await tx`
    insert into live_item_parcel (item_id, position, parcel_id)
    select own.id, p.position, p.parcel_id
    from live_item_parcel p join live_item i on i.id = p.item_id
    join live_item own on own.event_id = ${to} and own.position = i.position
    where i.event_id = ${from}`;
}

/** What signs in an event: an item of it, the item of the copy in its place, and its project. */
export type CopiedSigning = { item: number; projectId: number; isOfPeople: boolean };

export async function readCopiedSignings(tx: Tx, { from, to }: Copied): Promise<CopiedSigning[]> {
  return await tx<CopiedSigning[]>`
    select own.id::int as item, s.project_id::int as "projectId", i.kind = 'talent-signing' as "isOfPeople"
    from live_item_signing s join live_item i on i.id = s.item_id
    join live_item own on own.event_id = ${to} and own.position = i.position
    where s.event_id = ${from} order by i.position limit 500`;
}

/** The signing of an item as the copy has it: of its own project, and of no agreement yet. */
export async function copySigning(
  tx: Tx,
  { item, eventId, projectId }: { item: number; eventId: number; projectId: number },
  from: number,
): Promise<void> {
  await tx`
    insert into live_item_signing (item_id, event_id, project_id, ceremony, talents)
    select ${item}, ${eventId}, ${projectId}, s.ceremony, s.talents
    from live_item_signing s join live_item i on i.id = s.item_id
    join live_item own on own.id = ${item} and own.position = i.position
    where s.event_id = ${from}`;
}
