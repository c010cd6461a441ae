import type { RundownBody, StaffRundown, WaitingParcels } from '../../../api/events/rundown-schema.ts';
import { read, send, type Reply } from '../client.ts';

export function fetchRundown(slug: string): Promise<Reply<StaffRundown>> {
  return read(`/api/staff/events/${slug}/rundown`);
}

type Content = Omit<RundownBody, 'expectedVersion'>;

export function makeEvent(slug: string, content: Content, key: string): Promise<Reply<{ slug: string }>> {
  const items = content.items.map(({ id: _none, ...item }) => item);
  return send('POST', '/api/events', { body: { ...content, slug, items }, key });
}

export function saveRundown(
  slug: string,
  body: RundownBody,
  key: string,
): Promise<Reply<{ version: number; seq: number }>> {
  return send('PUT', `/api/events/${slug}/rundown`, { body, key });
}

export function announce(slug: string, isAnnounced: boolean): Promise<Reply<void>> {
  return send('POST', `/api/events/${slug}/announce`, { body: { isAnnounced } });
}

/** What waits to be released, by a part of its code or name. */
export function findWaiting(words: string, signal: AbortSignal): Promise<Reply<WaitingParcels>> {
  return read(`/api/staff/event-parcels?q=${encodeURIComponent(words)}`, signal);
}

/** 建演练; the address of the copy. */
export function rehearse(slug: string, key: string): Promise<Reply<{ slug: string }>> {
  return send('POST', `/api/events/${slug}/rehearse`, { key });
}
