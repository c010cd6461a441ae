import type { CeremonyHands } from '../../api/events/signing-schema.ts';
import type { EventSummary } from '../../api/events/event-schema.ts';
import type { ParcelRecords } from '../../api/parcels/schema.ts';
import { read, type Reply } from '../console/client.ts';

export function fetchEvents(): Promise<Reply<{ items: EventSummary[] }>> {
  return read('/api/events');
}

/** 仪式画面 of an item that is in force; none where nobody agreed to one. */
export function fetchHands(slug: string, item: number): Promise<Reply<CeremonyHands>> {
  return read(`/api/events/${slug}/items/${item}/ceremony`);
}

/** What a rehearsal has released so far. */
export function fetchOverlay(slug: string, signal: AbortSignal): Promise<Reply<ParcelRecords>> {
  return read(`/api/events/${slug}/parcels`, signal);
}
