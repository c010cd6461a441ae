import { z } from 'zod';
import { Industry, PublicCity } from '../../api/city/schema.ts';
import { Parcel, ParcelAnswer, ParcelFeatureCollection } from '../../api/parcels/schema.ts';

/** Why there is no answer, by what the person can do about it. */
export type Failure =
  | { kind: 'offline' }
  | { kind: 'busy' }
  | { kind: 'refused'; detail: string }
  | { kind: 'missing' }
  | { kind: 'recalled' }
  | { kind: 'broken' };

export type Reply<T> = { ok: true; value: T } | { ok: false; failure: Failure };

const Problem = z.object({ detail: z.string().optional(), title: z.string() });
const timeoutMs = 20_000;

/**
 * One GET, its JSON checked against the schema that the server also uses.
 * @throws the signal's reason when the caller has withdrawn the question; every other outcome is a value.
 */
async function get<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<Reply<T>> {
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(path, { signal: limited, headers: { accept: 'application/json' } });
    if (!response.ok) return { ok: false, failure: await failureOf(response) };
    const parsed = schema.safeParse(await response.json());
    return parsed.success ? { ok: true, value: parsed.data } : { ok: false, failure: { kind: 'broken' } };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SyntaxError) return { ok: false, failure: { kind: 'broken' } };
    return { ok: false, failure: { kind: 'offline' } };
  }
}

async function failureOf(response: Response): Promise<Failure> {
  if (response.status === 404) return { kind: 'missing' };
  if (response.status === 410) return { kind: 'recalled' };
  if (response.status === 503 || response.status === 429) return { kind: 'busy' };
  if (response.status !== 400) return { kind: 'broken' };
  const problem = Problem.safeParse(await response.json().catch(() => null));
  return { kind: 'refused', detail: problem.data?.detail ?? problem.data?.title ?? '' };
}

export function fetchParcels(query: URLSearchParams, signal: AbortSignal): Promise<Reply<ParcelAnswer>> {
  return get(`/api/parcels?${query}`, ParcelAnswer, signal);
}

export function fetchParcel(code: string, signal: AbortSignal): Promise<Reply<Parcel>> {
  return get(`/api/parcels/${encodeURIComponent(code)}`, Parcel, signal);
}

/** Every public parcel, up to what one answer holds: the ground on which the matching ones stand out. */
export function fetchAllFeatures(signal: AbortSignal): Promise<Reply<ParcelFeatureCollection>> {
  return get('/api/parcels.geojson?limit=500', ParcelFeatureCollection, signal);
}

export function fetchCity(signal: AbortSignal): Promise<Reply<PublicCity>> {
  return get('/api/city', PublicCity, signal);
}

export async function fetchIndustries(signal: AbortSignal): Promise<Reply<Industry[]>> {
  const reply = await get('/api/industries', z.object({ items: z.array(Industry) }), signal);
  return reply.ok ? { ok: true, value: reply.value.items } : reply;
}
