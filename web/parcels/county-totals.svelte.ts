import type { PublicCity } from '../../api/city/schema.ts';
import { fetchParcels } from './client.ts';
import type { Holding } from './county-totals.ts';

/** What every county (区县) holds without any condition; null until all of them have answered, and where one does not. */
export function followCountyTotals({ regions }: Pick<PublicCity, 'regions'>): {
  readonly current: ReadonlyMap<string, Holding> | null;
} {
  let current = $state.raw<ReadonlyMap<string, Holding> | null>(null);
  const codes = regions.filter(({ level }) => level === 'district').map(({ code }) => code);

  $effect(() => {
    const leaving = new AbortController();
    holdings(codes, leaving.signal)
      .then((totals) => (current = totals))
      .catch((error: unknown) => {
        if (!leaving.signal.aborted) throw error;
      });
    return () => leaving.abort();
  });

  return {
    get current() {
      return current;
    },
  };
}

async function holdings(codes: string[], signal: AbortSignal): Promise<Map<string, Holding> | null> {
  const entries = await Promise.all(codes.map((code) => holding(code, signal)));
  const known = entries.filter((entry) => entry !== null);
  return known.length === codes.length ? new Map(known) : null;
}

async function holding(code: string, signal: AbortSignal): Promise<[string, Holding] | null> {
  const reply = await fetchParcels(new URLSearchParams({ district: code, limit: '1' }), signal);
  if (!reply.ok) return null;
  return [code, { count: reply.value.total, areaM2: reply.value.totalAreaM2 }];
}
