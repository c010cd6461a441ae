import type { Sql } from '../db/database.ts';
import { Slug } from './event-schema.ts';
import { findEvent } from './event-store.ts';

/** What everybody may know an event by; null where there is none, the same for one that is not announced. */
export async function announcedTitle(sql: Sql, slug: string): Promise<{ zh: string; en: string } | null> {
  const named = Slug.safeParse(slug);
  const event = named.success ? await findEvent(sql, named.data) : null;
  return event?.isAnnounced === true ? event.title : null;
}
