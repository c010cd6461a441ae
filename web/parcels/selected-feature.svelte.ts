import type { ParcelFeature } from '../../api/parcels/feature-schema.ts';
import { fetchFeature } from './client.ts';

export type Selection = {
  /** Code of the parcel that is opened beside the map. */
  code: () => string | null;
  drawn: () => ParcelFeature[];
  /** False while the parcels that do not match are still on their way: the chosen one may be among them. */
  settled: () => boolean;
};

/** The chosen parcel: one of those drawn, or, where a link names one that is not, fetched by its code. */
export function followSelected({ code, drawn, settled }: Selection): {
  readonly current: ParcelFeature | null;
} {
  let fetched = $state.raw<ParcelFeature | null>(null);
  const wanted = $derived(code());
  const found = $derived(drawn().find(({ id }) => id === wanted) ?? null);
  const missing = $derived(found === null && settled() ? wanted : null);

  $effect(() => {
    if (missing === null || fetched?.id === missing) return;
    const asked = new AbortController();
    void load(missing, asked.signal);
    return () => asked.abort();
  });

  async function load(parcel: string, signal: AbortSignal): Promise<void> {
    try {
      const reply = await fetchFeature(parcel, signal);
      if (reply.ok) fetched = reply.value;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  return {
    get current() {
      return found ?? (fetched?.id === wanted ? fetched : null);
    },
  };
}
