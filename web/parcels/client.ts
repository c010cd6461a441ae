import type { ListedIndustry, PublicCity } from '../../api/city/schema.ts';
import type { ParcelFeature, ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { Relaxations } from '../../api/parcels/relaxation-schema.ts';
import type { Parcel, ParcelAnswer, ParcelRecords } from '../../api/parcels/schema.ts';
import { parcelCode } from '../../api/parcels/terms.ts';
import { wire, wireHeader } from '../../api/wire/terms.ts';

/** Why there is no answer, by what the person can do about it. */
export type Failure =
  | { kind: 'offline' }
  | { kind: 'busy' }
  | { kind: 'refused'; detail: string }
  | { kind: 'missing' }
  | { kind: 'recalled' }
  | { kind: 'broken' }
  /** This page and the server are of different builds: only loading the page anew helps. */
  | { kind: 'outdated' };

export type Reply<T> = { ok: true; value: T } | { ok: false; failure: Failure };

const timeoutMs = 20_000;

/**
 * One GET. Its JSON has the shape that the server's schemas check, and the answer says by which schemas it was written:
 * when they are the ones this page was built with, nothing is left to check again here (data/decisions/0009).
 * @throws the signal's reason when the caller has withdrawn the question; every other outcome is a value.
 */
async function get<T>(path: string, signal: AbortSignal): Promise<Reply<T>> {
  try {
    const response = await ask(path, signal);
    if (!response.ok) return { ok: false, failure: await failureOf(response) };
    if (!isJson(response)) return { ok: false, failure: { kind: 'broken' } };
    if (!isOurs(response)) return { ok: false, failure: { kind: 'outdated' } };
    const value: T = await response.json();
    return { ok: true, value };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SyntaxError) return { ok: false, failure: { kind: 'broken' } };
    return { ok: false, failure: { kind: 'offline' } };
  }
}

/** What the browser kept from before a new version is asked for again, once. */
async function ask(path: string, signal: AbortSignal): Promise<Response> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const request = { signal: limited, headers: { accept: 'application/json' } };
  const response = await fetch(path, request);
  return isOurs(response) || !isJson(response) ? response : fetch(path, { ...request, cache: 'reload' });
}

function isOurs(response: Response): boolean {
  return response.headers.get(wireHeader) === wire;
}

function isJson(response: Response): boolean {
  return /^application\/([\w.-]+\+)?json\b/.test(response.headers.get('content-type') ?? '');
}

async function failureOf(response: Response): Promise<Failure> {
  if (response.status === 404) return { kind: 'missing' };
  if (response.status === 410) return { kind: 'recalled' };
  if (response.status === 503 || response.status === 429) return { kind: 'busy' };
  if (response.status !== 400 || !isJson(response)) return { kind: 'broken' };
  if (!isOurs(response)) return { kind: 'outdated' };
  const problem: { detail?: string; title?: string } | null = await response.json().catch(() => null);
  return { kind: 'refused', detail: problem?.detail ?? problem?.title ?? '' };
}

export function fetchParcels(query: URLSearchParams, signal: AbortSignal): Promise<Reply<ParcelAnswer>> {
  return get(`/api/parcels?${query}`, signal);
}

export function fetchParcel(code: string, signal: AbortSignal): Promise<Reply<Parcel>> {
  return getOne(code, { ending: '', signal });
}

/** What can be no code is no parcel's: the server, which would refuse the question, is not asked. */
async function getOne<T>(
  code: string,
  { ending, signal }: { ending: '' | '.geojson'; signal: AbortSignal },
): Promise<Reply<T>> {
  if (!parcelCode.test(code)) return { ok: false, failure: { kind: 'missing' } };
  return get(`/api/parcels/${encodeURIComponent(code)}${ending}`, signal);
}

/**
 * Whole public records by code, at most a hundred, in the order asked for; what is not to be had stands in `gone`, and
 * so does what can be no code, of which the server is never asked: it would refuse the others with it.
 */
export async function fetchRecords(
  codes: readonly string[],
  signal: AbortSignal,
): Promise<Reply<ParcelRecords>> {
  const possible = codes.filter((code) => parcelCode.test(code));
  const impossible = codes
    .filter((code) => !parcelCode.test(code))
    .map((code): ParcelRecords['gone'][number] => ({ code, why: 'unknown' }));
  if (possible.length === 0)
    return { ok: true, value: { items: [], gone: impossible, asOf: new Date().toISOString() } };
  const query = new URLSearchParams(possible.map((code) => ['code', code]));
  const reply = await get<ParcelRecords>(`/api/parcel-records?${query}`, signal);
  if (!reply.ok) return reply;
  return { ok: true, value: { ...reply.value, gone: [...reply.value.gone, ...impossible] } };
}

/** 放宽: which single condition to relax, greatest gain first, given the conditions of `/api/parcels`. */
export function fetchRelaxations(query: URLSearchParams, signal: AbortSignal): Promise<Reply<Relaxations>> {
  return get(`/api/parcel-relaxations?${query}`, signal);
}

export function fetchFeatures(
  query: URLSearchParams,
  signal: AbortSignal,
): Promise<Reply<ParcelFeatureCollection>> {
  return get(`/api/parcels.geojson?${query}`, signal);
}

export function fetchFeature(code: string, signal: AbortSignal): Promise<Reply<ParcelFeature>> {
  return getOne(code, { ending: '.geojson', signal });
}

/** Which state of what is public the server has now; another one whenever something of it changed. */
export function fetchDataVersion(signal: AbortSignal): Promise<Reply<{ version: string }>> {
  return get('/api/data-version', signal);
}

export function fetchCity(signal: AbortSignal): Promise<Reply<PublicCity>> {
  return get('/api/city', signal);
}

export async function fetchIndustries(signal: AbortSignal): Promise<Reply<ListedIndustry[]>> {
  const reply = await get<{ items: ListedIndustry[] }>('/api/industries', signal);
  return reply.ok ? { ok: true, value: reply.value.items } : reply;
}
