import type { ParcelAnswer } from '../../../api/parcels/schema.ts';
import { fetchParcels } from '../client.ts';

/** Parcels around a place, for the picture of the parcel and the list of its neighbours. */
export class Surroundings {
  answer = $state.raw<ParcelAnswer | null>(null);
  #asked = new AbortController();

  /** `place` is [lon, lat] EPSG:4490. Without an answer the page stands as it is: nothing else depends on it. */
  async load([lon, lat]: [number, number], radiusKm: number): Promise<void> {
    this.close();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    const query = new URLSearchParams({ near: `${lon},${lat},${radiusKm}`, limit: '500' });
    try {
      const reply = await fetchParcels(query, signal);
      if (reply.ok && !signal.aborted) this.answer = reply.value;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  close(): void {
    this.#asked.abort();
    this.answer = null;
  }
}
