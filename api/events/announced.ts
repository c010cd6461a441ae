import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Slug } from './event-schema.ts';
import { findEvent, type EventRow } from './event-store.ts';

/** @throws AppError `not-found` (404), the same for one that is not announced. */
export async function announcedEvent(sql: Sql, slug: string): Promise<EventRow> {
  const event = await findEvent(sql, slug);
  if (event?.isAnnounced !== true) throw new AppError('not-found');
  return event;
}

/** What everybody may know an event by; null where there is none, the same for one that is not announced. */
export async function announcedTitle(sql: Sql, slug: string): Promise<{ zh: string; en: string } | null> {
  const named = Slug.safeParse(slug);
  const event = named.success ? await findEvent(sql, named.data) : null;
  return event?.isAnnounced === true ? event.title : null;
}
