import type { WorkList } from '../../../api/drafts/schema.ts';
import type { Failure } from '../client.ts';
import { counts } from '../shell/counts.svelte.ts';
import { fetchWork } from './client.ts';

let list = $state.raw<WorkList | null>(null);
let failure = $state.raw<Failure | null>(null);
let pending = $state(false);
let isAskedAgain = false;

/** What is to be done, kept while one works elsewhere, so that coming back shows it at once. */
export const work = {
  get list(): WorkList | null {
    return list;
  },
  /** Why the last reading failed; the list before it stays. */
  get failure(): Failure | null {
    return failure;
  },
  get pending(): boolean {
    return pending;
  },
  /** After every act that may have moved something; one reading at a time, and one more for whoever asked during it. */
  async refresh(): Promise<void> {
    isAskedAgain = pending;
    if (pending) return;
    pending = true;
    let reply = await fetchWork();
    while (isAskedAgain) {
      isAskedAgain = false;
      reply = await fetchWork();
    }
    pending = false;
    failure = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    list = reply.value;
    counts.knowWork(reply.value.mine.length);
  },
  /** Another person's is nobody else's. */
  forget(): void {
    list = null;
    failure = null;
  },
};
