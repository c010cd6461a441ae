import type { EventSummary } from '../../api/events/event-schema.ts';
import { read, type Reply } from '../console/client.ts';

export function fetchEvents(): Promise<Reply<{ items: EventSummary[] }>> {
  return read('/api/events');
}
