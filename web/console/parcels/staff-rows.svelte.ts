import type { StaffParcelRow, StaffParcels } from '../../../api/drafts/schema.ts';
import type { Failure, Reply } from '../client.ts';

const pageRows = 100;
/** So many pages stay in the page: twenty thousand parcels are never here at once. */
const keptPages = 10;

type Fetch = (query: URLSearchParams, signal: AbortSignal) => Promise<Reply<StaffParcels>>;

/**
 * The rows of an answer around what is looked at. Pages follow one another by cursor, so a far one is reached by walking
 * there; of the pages in between only the cursors stay.
 */
export class StaffRows {
  /** What the newest answer says of all rows together; null before the first. */
  summary = $state.raw<Omit<StaffParcels, 'items' | 'next'> | null>(null);
  pending = $state(false);
  failure = $state.raw<Failure | null>(null);
  #pages = $state.raw<ReadonlyMap<number, readonly StaffParcelRow[]>>(new Map());
  /** By page; a page begins where its predecessor ended. */
  #cursors: (string | null)[] = [null];
  #question = '';
  #wanted = { first: 0, last: 0 };
  #asked = new AbortController();
  readonly #fetch: Fetch;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /** Rows that are here, in their order. */
  readonly loaded: readonly StaffParcelRow[] = $derived.by(() =>
    [...this.#pages.entries()].toSorted(([a], [b]) => a - b).flatMap(([, rows]) => rows),
  );

  row(index: number): StaffParcelRow | undefined {
    return this.#pages.get(Math.floor(index / pageRows))?.[index % pageRows];
  }

  /** -1 while its page is not here. */
  indexOf(code: string): number {
    for (const [page, rows] of this.#pages) {
      const place = rows.findIndex((row) => row.code === code);
      if (place >= 0) return page * pageRows + place;
    }
    return -1;
  }

  /** Another question; the rows of the one before stay until its answer is here. */
  async ask(question: URLSearchParams): Promise<void> {
    this.close();
    this.#question = String(question);
    this.#cursors = [null];
    this.#wanted = { first: 0, last: 0 };
    await this.#load(true);
  }

  /** The same question anew, after something was done to the parcels. */
  async renew(): Promise<void> {
    const { first, last } = this.#wanted;
    this.close();
    this.#cursors = [null];
    await this.#load(true);
    await this.want(first * pageRows, last * pageRows);
  }

  async want(from: number, to: number): Promise<void> {
    const last = Math.max(0, Math.floor(to / pageRows));
    this.#wanted = { first: Math.max(0, Math.min(last, Math.floor(from / pageRows))), last };
    if (!this.pending && this.failure === null && this.summary !== null) await this.#load(false);
  }

  async retry(): Promise<void> {
    this.failure = null;
    await this.#load(this.summary === null);
  }

  close(): void {
    this.#asked.abort();
    this.#asked = new AbortController();
    this.pending = false;
    this.failure = null;
  }

  async #load(afresh: boolean): Promise<void> {
    const { signal } = this.#asked;
    this.pending = true;
    try {
      let page = afresh ? 0 : this.#next();
      while (page !== null && !signal.aborted) {
        const ended = await this.#loadPage(page, afresh, signal);
        if (ended) break;
        afresh = false;
        page = this.#next();
      }
      if (!signal.aborted) this.pending = false;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** True when nothing more is to be had now. */
  async #loadPage(page: number, afresh: boolean, signal: AbortSignal): Promise<boolean> {
    const query = new URLSearchParams(this.#question);
    query.set('limit', String(pageRows));
    const cursor = this.#cursors[page] ?? null;
    if (cursor !== null) query.set('cursor', cursor);
    const reply = await this.#fetch(query, signal);
    if (signal.aborted) return true;
    if (!reply.ok) {
      this.failure = reply.failure;
      return true;
    }
    const { items, next, ...summary } = reply.value;
    this.summary = summary;
    if (next !== null) this.#cursors[page + 1] = next;
    this.#keep(page, items, afresh);
    return false;
  }

  #keep(page: number, items: readonly StaffParcelRow[], afresh: boolean): void {
    const pages = new Map(afresh ? [] : this.#pages);
    pages.set(page, items);
    const { first } = this.#wanted;
    const byDistance = [...pages.keys()].toSorted((a, b) => Math.abs(a - first) - Math.abs(b - first));
    for (const far of byDistance.slice(keptPages)) pages.delete(far);
    this.#pages = pages;
  }

  /** The first wanted page that is not here, or the one that leads on to it. */
  #next(): number | null {
    const count = Math.ceil((this.summary?.total ?? 0) / pageRows);
    for (let page = this.#wanted.first; page <= Math.min(this.#wanted.last, count - 1); page += 1) {
      if (this.#pages.has(page)) continue;
      const reachable = Math.min(page, this.#cursors.length - 1);
      return this.#pages.has(reachable) && reachable < page ? null : reachable;
    }
    return null;
  }
}
