import type { Relaxation } from '../../api/parcels/relaxation-schema.ts';
import type { Failure } from './client.ts';
import { fetchRelaxations } from './client.ts';

/** What an empty answer asks next: which one condition to relax (放宽), and what that would give. */
export class RelaxationSearch {
  /** Null until the server has answered. */
  items = $state.raw<Relaxation[] | null>(null);
  failure = $state.raw<Failure | null>(null);
  #asked = new AbortController();

  /** Withdraws the question before. `query`: conditions as `/api/parcels` takes them. */
  async ask(query: URLSearchParams): Promise<void> {
    this.close();
    this.#asked = new AbortController();
    this.items = null;
    this.failure = null;
    const { signal } = this.#asked;
    try {
      const reply = await fetchRelaxations(query, signal);
      if (signal.aborted) return;
      if (reply.ok) this.items = reply.value.items;
      else this.failure = reply.failure;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  close(): void {
    this.#asked.abort();
  }
}
