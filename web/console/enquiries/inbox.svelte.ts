import type { EnquirySummary } from '../../../api/enquiries/schema.ts';
import type { Failure, Reply } from '../client.ts';
import { counts } from '../shell/counts.svelte.ts';
import { fetchCases } from './client.ts';

/** Cases as one reading gave them. */
export type Inbox = { items: EnquirySummary[]; asOf: Date };
export type InboxState = 'open' | 'ended';

const pageSize = 200;
/** A desk with more open cases than this has other troubles than a list. */
const mostPages = 5;

const nothing: Record<InboxState, Inbox | null> = { open: null, ended: null };
let lists = $state.raw(nothing);
let failure = $state.raw<Failure | null>(null);
let aheadMs = $state(0);
const pending: Record<InboxState, boolean> = { open: false, ended: false };

/** The department's cases, kept while one works elsewhere. */
export const inbox = {
  of(state: InboxState): Inbox | null {
    return lists[state];
  },
  /** Why the last reading failed; the list before it stays. */
  get failure(): Failure | null {
    return failure;
  },
  /** By how much the server's clock is ahead of this device's. */
  get aheadMs(): number {
    return aheadMs;
  },
  async refresh(state: InboxState = 'open'): Promise<void> {
    if (pending[state]) return;
    pending[state] = true;
    const reply = await readAll(state);
    pending[state] = false;
    failure = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    lists = { ...lists, [state]: reply.value };
    aheadMs = reply.value.asOf.getTime() - Date.now();
    if (state === 'open') counts.knowEnquiries(reply.value.items.filter(waits).length);
  },
  /** Another person's is nobody else's. */
  forget(): void {
    lists = nothing;
    failure = null;
  },
};

/** The next word is ours. */
export function waits({ waitingSince }: EnquirySummary): boolean {
  return waitingSince !== null;
}

async function readAll(state: InboxState): Promise<Reply<Inbox>> {
  const items: EnquirySummary[] = [];
  let cursor: string | null = null;
  for (let page = 1; ; page += 1) {
    const query = new URLSearchParams({ state, limit: String(pageSize) });
    if (cursor !== null) query.set('cursor', cursor);
    const reply: Awaited<ReturnType<typeof fetchCases>> = await fetchCases(query);
    if (!reply.ok) return reply;
    items.push(...reply.value.items);
    cursor = reply.value.next;
    if (cursor === null || page === mostPages || state === 'ended')
      return { ok: true, value: { items, asOf: new Date(reply.value.asOf) } };
  }
}
