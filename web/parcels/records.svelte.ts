import type { ParcelRecords } from '../../api/parcels/schema.ts';
import { parcelCode } from '../../api/parcels/terms.ts';
import type { Failure } from './client.ts';
import { fetchRecords } from './client.ts';
import { publicData } from './public-data.svelte.ts';

/** Whole records of several parcels by code. What has been fetched stays, so that taking one away asks nothing. */
export class RecordsByCode {
  records = $state.raw<ParcelRecords | null>(null);
  failure = $state.raw<Failure | null>(null);
  pending = $state(false);
  #asked = new AbortController();
  /** What had changed in public when `records` were asked for. */
  #changes = 0;

  /** Asks for all `codes` when one of them is not known yet, or something public has changed since. */
  async open(codes: readonly string[]): Promise<void> {
    this.close();
    if (codes.length === 0 || codes.every((code) => this.#knows(code))) return;
    const { signal } = this.#asked;
    this.failure = null;
    this.pending = true;
    const { changes } = publicData;
    try {
      const reply = await fetchRecords(codes, signal);
      if (signal.aborted) return;
      if (reply.ok) [this.records, this.#changes] = [reply.value, changes];
      else this.failure = reply.failure;
      this.pending = false;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  close(): void {
    this.#asked.abort();
    this.#asked = new AbortController();
    this.pending = false;
  }

  /** Why there is no public record; null where there is one, or where that is not known yet. */
  goneWhy(code: string): 'unknown' | 'recalled' | null {
    if (!parcelCode.test(code)) return 'unknown';
    return this.records?.gone.find((item) => item.code === code)?.why ?? null;
  }

  #knows(code: string): boolean {
    if (this.records === null || this.#changes !== publicData.changes) return false;
    const { items, gone } = this.records;
    return items.some((item) => item.code === code) || gone.some((item) => item.code === code);
  }
}
