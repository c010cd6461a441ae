import type { Parcel } from '../../api/parcels/schema.ts';
import { fetchRecords } from '../parcels/client.ts';
import { fetchOverlay } from './client.ts';

const mostAtOnce = 100;
const retryMs = 2_000;

/**
 * Public records of what an event released, in the order of its release; each is asked for when it is public. `rehearsal`: the
 * address of the rehearsal that released them, whose records are staff's alone; null: of an event.
 */
export function releasedParcels(
  codes: () => readonly string[],
  rehearsal: () => string | null,
): { readonly current: readonly Parcel[] } {
  let known = $state.raw<ReadonlyMap<string, Parcel>>(new Map());
  let attempts = $state(0);
  const wanted = $derived(codes().join(' '));
  const current = $derived(
    wanted.split(' ').flatMap((code) => {
      const parcel = known.get(code);
      return parcel === undefined ? [] : [parcel];
    }),
  );
  const missing = $derived(wanted.split(' ').filter((code) => code !== '' && !known.has(code)));

  $effect(() => {
    if (missing.length === 0 || attempts < 0) return;
    const asked = new AbortController();
    const again = setTimeout(() => (attempts += 1), retryMs * (1 + Math.min(attempts, 5)));
    const slug = rehearsal();
    const reply =
      slug === null
        ? fetchRecords(missing.slice(0, mostAtOnce), asked.signal)
        : fetchOverlay(slug, asked.signal);
    void reply
      .then((answer) => {
        if (!answer.ok) return;
        known = new Map([...known, ...answer.value.items.map((item) => [item.code, item] as const)]);
      })
      .catch(() => undefined);
    return () => {
      clearTimeout(again);
      asked.abort();
    };
  });

  return {
    get current() {
      return current;
    },
  };
}
