import type { StaffShape } from '../../map/console/staff-shapes.ts';
import { fetchStaffParcels } from '../parcels/client.ts';

/** The department's other parcels of the same park: what a new boundary snaps to, and must not overlap. */
export class Around {
  shapes = $state.raw<readonly StaffShape[]>([]);
  #asked = new AbortController();

  async load(code: string, park: string | null): Promise<void> {
    this.close();
    this.shapes = [];
    if (park === null) return;
    const { signal } = this.#asked;
    try {
      const reply = await fetchStaffParcels(new URLSearchParams({ park, limit: '200' }), signal);
      if (signal.aborted || !reply.ok) return;
      this.shapes = reply.value.items.flatMap((row) =>
        row.footprint === null || row.code === code
          ? []
          : [{ code: row.code, geometry: row.footprint, look: 'around', label: row.code }],
      );
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  close(): void {
    this.#asked.abort();
    this.#asked = new AbortController();
  }
}
