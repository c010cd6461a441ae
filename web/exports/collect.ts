import type { Parcel, ParcelAnswer, ParcelRecords, ParcelSummary } from '../../api/parcels/schema.ts';
import type { Failure, Reply } from '../parcels/client.ts';

/** As many as one request may ask for. */
const pageSize = 500;
const recordsAtOnce = 100;

export type Progress = { done: number; total: number };

export type Collecting = {
  signal: AbortSignal;
  onprogress: (progress: Progress) => void;
};

type Ask<Q, A> = (question: Q, signal: AbortSignal) => Promise<Reply<A>>;
type Collected<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/**
 * Every parcel of an answer, page by page. All of it or a failure: a file with a part of the answer would look whole.
 * @throws the signal's reason when the person has cancelled.
 */
export async function collectAnswer(
  query: URLSearchParams,
  fetchPage: Ask<URLSearchParams, ParcelAnswer>,
  { signal, onprogress }: Collecting,
): Promise<Collected<{ items: ParcelSummary[]; asOf: string }>> {
  const items: ParcelSummary[] = [];
  const page = new URLSearchParams([...query, ['limit', String(pageSize)]]);
  for (;;) {
    const reply = await fetchPage(page, signal);
    signal.throwIfAborted();
    if (!reply.ok) return reply;
    const { total, next, asOf } = reply.value;
    items.push(...reply.value.items);
    onprogress({ done: items.length, total });
    if (next === null) return { ok: true, value: { items, asOf } };
    page.set('cursor', next);
  }
}

/**
 * The whole records of parcels in the order of their codes; `gone` names those recalled in the meantime.
 * @throws the signal's reason when the person has cancelled.
 */
export async function collectRecords(
  codes: readonly string[],
  fetchRecords: Ask<readonly string[], ParcelRecords>,
  { signal, onprogress }: Collecting,
): Promise<Collected<{ records: Parcel[]; gone: string[] }>> {
  const records: Parcel[] = [];
  const gone: string[] = [];
  for (let start = 0; start < codes.length; start += recordsAtOnce) {
    onprogress({ done: start, total: codes.length });
    const reply = await fetchRecords(codes.slice(start, start + recordsAtOnce), signal);
    signal.throwIfAborted();
    if (!reply.ok) return reply;
    records.push(...reply.value.items);
    gone.push(...reply.value.gone.map(({ code }) => code));
  }
  onprogress({ done: codes.length, total: codes.length });
  return { ok: true, value: { records, gone } };
}
