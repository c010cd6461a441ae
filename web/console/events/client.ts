import type { StaffEvent, StaffEventList } from '../../../api/events/staff-schema.ts';
import { read, send, type Reply } from '../client.ts';

/** What a host presses; `control` and `end` besides what the rundown needs. */
export type Verb =
  | 'standby'
  | 'take'
  | 'skip'
  | 'revoke'
  | 'notice'
  | 'cut'
  | 'pause'
  | 'resume'
  | 'end'
  | 'control'
  | PaperVerb;
/** 纸质签署 of an item. */
export type PaperVerb = `items/${number}/paper`;

/** A look that takes longer shows nothing that is still so. */
const lookMs = 4_000;

export function fetchEvents(): Promise<Reply<StaffEventList>> {
  return read('/api/staff/events');
}

/** An answer that takes too long is none. */
export async function fetchEvent(slug: string): Promise<Reply<StaffEvent>> {
  const signal = AbortSignal.timeout(lookMs);
  try {
    return await read<StaffEvent>(`/api/staff/events/${slug}`, signal);
  } catch {
    return { ok: false, failure: { kind: 'offline' } };
  }
}

type Press = { slug: string; verb: Verb; body: object; key: string; timeoutMs: number };

export function sendPress({ slug, verb, ...act }: Press): Promise<Reply<{ seq: number } | undefined>> {
  return send('POST', `/api/events/${slug}/${verb}`, act);
}
