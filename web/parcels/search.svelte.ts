import type { ParcelAnswer } from '../../api/parcels/schema.ts';
import type { Failure, Reply } from './client.ts';

type Fetch = (query: URLSearchParams, signal: AbortSignal) => Promise<Reply<ParcelAnswer>>;

/** As many as one answer may hold; the server never cuts an answer short without saying so. */
const pageSize = 500;

/** One question at a time: its answer feeds the list, the map and the counts together. */
export class ParcelSearch {
  /** Stays, muted on screen, while a newer one is on its way. */
  answer = $state.raw<ParcelAnswer | null>(null);
  failure = $state.raw<Failure | null>(null);
  pending = $state(false);
  /** Why the next page of a long answer did not come; what is here stays, and `more` asks again. */
  pageFailure = $state.raw<Failure | null>(null);

  readonly #fetch: Fetch;
  #asked = new AbortController();
  #query = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #paging = false;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /** Withdraws the question before and asks this one after `delayMs`, so that typing asks once. */
  ask(query: string, delayMs: number): void {
    this.#query = query;
    this.#withdraw();
    this.pending = true;
    const { signal } = this.#asked;
    this.#timer = setTimeout(() => void this.#send(signal), delayMs);
  }

  retry(): void {
    this.ask(this.#query, 0);
  }

  /** Adds the next page of an answer that did not fit into one; the counts stay as they are meanwhile. */
  async more(): Promise<void> {
    const first = this.answer;
    if (first === null || first.next === null || this.pending || this.#paging) return;
    const { signal } = this.#asked;
    const query = this.#parameters();
    query.set('cursor', first.next);
    this.#paging = true;
    const reply = await this.#ask(query, signal);
    if (reply === null) return;
    this.#paging = false;
    if (reply.ok) this.answer = { ...reply.value, items: [...first.items, ...reply.value.items] };
    this.pageFailure = reply.ok ? null : reply.failure;
  }

  close(): void {
    this.#withdraw();
  }

  async #send(signal: AbortSignal): Promise<void> {
    const reply = await this.#ask(this.#parameters(), signal);
    if (reply === null) return;
    if (reply.ok) this.answer = reply.value;
    this.failure = reply.ok ? null : reply.failure;
    this.pending = false;
  }

  /** Null when the question was withdrawn while it was under way. */
  async #ask(query: URLSearchParams, signal: AbortSignal): Promise<Reply<ParcelAnswer> | null> {
    try {
      const reply = await this.#fetch(query, signal);
      return signal.aborted ? null : reply;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  #parameters(): URLSearchParams {
    return new URLSearchParams([...new URLSearchParams(this.#query), ['limit', String(pageSize)]]);
  }

  #withdraw(): void {
    clearTimeout(this.#timer);
    this.#asked.abort();
    this.#asked = new AbortController();
    this.#paging = false;
    this.pageFailure = null;
  }
}
