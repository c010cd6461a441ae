import { untrack } from 'svelte';
import type { ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { Reply } from './client.ts';
import type { LoadedWindow, Window } from './window.ts';
import { sharedWindow, windowText, windowToAsk } from './window.ts';

type Fetch = (query: URLSearchParams, signal: AbortSignal) => Promise<Reply<ParcelFeatureCollection>>;

/** What a view needs beyond the answer of the list. `key` changes when what was loaded is of no use any more. */
export type ViewNeed = {
  key: string;
  view: Window;
  /** Conditions of the matching parcels, when the list holds only a part of them. */
  matching: URLSearchParams | null;
  /** The window that the person searches in (在此区域内), if any: nothing matches outside. */
  own: Window | null;
  /** All public parcels too, to draw those that do not match. */
  all: boolean;
};

/** As many as one answer may hold. */
const most = 500;
/** A map that is still being moved is not asked about. */
const settleMs = 150;

/** Parcels of the window that the map shows, for answers too large for one page. */
export class ParcelsInView {
  matching = $state.raw<ParcelFeatureCollection | null>(null);
  all = $state.raw<ParcelFeatureCollection | null>(null);
  failed = $state(false);
  loaded = $state.raw<LoadedWindow | null>(null);
  readonly #fetch: Fetch;
  #asked = new AbortController();
  #key = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /** Loads what the view lacks, withdrawing what was asked for an earlier one; null: the view needs nothing. */
  look(need: ViewNeed | null): void {
    this.close();
    if (need?.key !== this.#key) this.#forget(need?.key ?? '');
    if (need === null) return;
    const window = windowToAsk(
      need.view,
      untrack(() => this.loaded),
    );
    if (window === null) return;
    const { signal } = this.#asked;
    this.#timer = setTimeout(() => void this.#load(need, window, signal), settleMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#asked.abort();
    this.#asked = new AbortController();
  }

  #forget(key: string): void {
    this.#key = key;
    this.loaded = null;
    this.matching = null;
    this.all = null;
    this.failed = false;
  }

  async #load(need: ViewNeed, window: Window, signal: AbortSignal): Promise<void> {
    try {
      const searched = need.own === null ? window : sharedWindow(window, need.own);
      const [matching, all] = await Promise.all([
        need.matching && searched && this.#fetch(inWindow(need.matching, searched), signal),
        need.all ? this.#fetch(inWindow(new URLSearchParams(), window), signal) : null,
      ]);
      if (signal.aborted) return;
      this.failed = matching?.ok === false || all?.ok === false;
      if (this.failed) return;
      this.matching = matching?.ok === true ? matching.value : null;
      this.all = all?.ok === true ? all.value : null;
      const complete = isWhole(this.matching) && isWhole(this.all);
      this.loaded = { window, complete };
      // A window with its margin may be too full where the view alone is not.
      if (!complete) this.look(need);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

export function isWhole(answer: ParcelFeatureCollection | null): boolean {
  return answer === null || answer.numberReturned >= answer.numberMatched;
}

function inWindow(conditions: URLSearchParams, window: Window): URLSearchParams {
  const query = new URLSearchParams(conditions);
  query.set('bbox', windowText(window));
  query.set('limit', String(most));
  return query;
}
