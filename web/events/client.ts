import type { CeremonyHands } from '../../api/events/signing-schema.ts';
import type { EventSummary } from '../../api/events/event-schema.ts';
import { read, type Reply } from '../console/client.ts';

export function fetchEvents(): Promise<Reply<{ items: EventSummary[] }>> {
  return read('/api/events');
}

/** 仪式画面 of an item that is in force; none where nobody agreed to one. */
export function fetchHands(slug: string, item: number): Promise<Reply<CeremonyHands>> {
  return read(`/api/events/${slug}/items/${item}/ceremony`);
}
