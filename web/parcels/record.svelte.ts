import type { Parcel } from '../../api/parcels/schema.ts';
import type { Failure } from './client.ts';
import { fetchParcel } from './client.ts';

/** The whole record of the parcel that is open, and nothing of one opened before. */
export class ParcelRecord {
  parcel = $state.raw<Parcel | null>(null);
  failure = $state.raw<Failure | null>(null);
  #asked = new AbortController();

  async open(code: string): Promise<void> {
    this.close();
    const { signal } = this.#asked;
    if (this.parcel?.code !== code) this.parcel = null;
    this.failure = null;
    try {
      const reply = await fetchParcel(code, signal);
      if (signal.aborted) return;
      if (reply.ok) this.parcel = reply.value;
      else this.#fail(reply.failure);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** What is no longer public is not shown on; what only could not be read anew is. */
  #fail(failure: Failure): void {
    if (failure.kind === 'missing' || failure.kind === 'recalled') this.parcel = null;
    this.failure = failure;
  }

  close(): void {
    this.#asked.abort();
    this.#asked = new AbortController();
  }
}
