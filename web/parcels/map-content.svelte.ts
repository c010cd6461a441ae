import type { PublicCity } from '../../api/city/schema.ts';
import type { ParcelFeature, ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import { answerQuery, conditionCount } from './address.ts';
import { answerExtent } from './answer-extent.ts';
import { fetchFeatures } from './client.ts';
import { current } from './current-address.svelte.ts';
import type { Explorer } from './explorer.svelte.ts';
import { featuresOf, withAdded, withoutMatching } from './features.ts';
import type { ViewNeed } from './parcels-in-view.svelte.ts';
import { isWhole, ParcelsInView } from './parcels-in-view.svelte.ts';
import { followSelected } from './selected-feature.svelte.ts';
import type { Window } from './window.ts';
import { contains } from './window.ts';

/** What the map leaves out and says so: too many that match, too many that do not, or a window that did not come. */
export type MapGap = { kind: 'crowded'; count: number } | { kind: 'others' } | { kind: 'failed' };

export type MapContent = {
  readonly parcels: ParcelFeatureCollection | null;
  readonly others: ParcelFeatureCollection | null;
  readonly extent: Window | null;
  readonly selected: ParcelFeature | null;
  /** Every matching parcel of the view is among `parcels`, so they can be counted. */
  readonly complete: boolean;
  readonly gap: MapGap | null;
  /** Tells what the map shows now; null while it shows circles of parks, which count the whole answer. */
  see: (view: Window | null) => void;
};

/** The city's parcels fit into one answer: then all are loaded once, and no window is ever asked for. */
const most = 500;

/**
 * The features of the answer that the map draws, with the parcels that do not match. Of a city larger than one answer the
 * window that is looked at is loaded, so that nothing in it is silently missing.
 */
export function followContent(explorer: Explorer, city: PublicCity): MapContent {
  const window = new ParcelsInView(fetchFeatures);
  let ground = $state.raw<ParcelFeatureCollection | null>(null);
  let view = $state.raw<Window | null>(null);

  const shown = $derived(explorer.shown);
  const large = $derived((shown?.all.total ?? 0) > most);
  const partial = $derived(shown !== null && shown.items.length < shown.total);
  const need = $derived.by((): ViewNeed | null => {
    if (view === null || !large) return null;
    const address = explorer.shownAddress;
    const conditions = answerQuery({ ...address, bbox: null });
    const matching = partial ? conditions : null;
    const all = conditionCount(address) > 0;
    if (matching === null && !all) return null;
    return { key: `${conditions}|${address.bbox}|${partial}`, view, matching, own: address.bbox, all };
  });
  const parcels = $derived(
    shown && withAdded(featuresOf(shown.items, shown.asOf, shown.total), window.matching),
  );
  const others = $derived.by(() => {
    if (parcels === null) return null;
    if (!large) return ground && withoutMatching(ground, parcels);
    return window.loaded?.complete === true && window.all ? withoutMatching(window.all, parcels) : null;
  });
  const gap = $derived.by((): MapGap | null => {
    if (need === null) return null;
    if (window.failed) return { kind: 'failed' };
    if (window.matching && !isWhole(window.matching))
      return { kind: 'crowded', count: window.matching.numberMatched };
    return isWhole(window.all) ? null : { kind: 'others' };
  });
  const complete = $derived.by(() => {
    if (!partial) return true;
    return view !== null && window.loaded !== null && gap === null && contains(window.loaded.window, view);
  });
  const drawn = $derived([...(parcels?.features ?? []), ...(others?.features ?? [])]);
  const selected = followSelected({
    code: () => current.address.parcel,
    drawn: () => drawn,
    settled: () => large || ground !== null,
  });

  $effect(() => {
    if (explorer.search.pending) return;
    window.look(need);
  });
  $effect(() => {
    if (shown === null || large || ground !== null) return;
    const asked = new AbortController();
    void load(asked.signal);
    return () => asked.abort();
  });
  $effect(() => () => window.close());

  async function load(signal: AbortSignal): Promise<void> {
    try {
      const reply = await fetchFeatures(new URLSearchParams({ limit: String(most) }), signal);
      if (reply.ok) ground = reply.value;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  return {
    get parcels() {
      return parcels;
    },
    get others() {
      return others;
    },
    get extent() {
      return shown && answerExtent(shown, explorer.shownAddress, city);
    },
    get selected() {
      return selected.current;
    },
    get complete() {
      return complete;
    },
    get gap() {
      return gap;
    },
    see: (seen) => (view = seen),
  };
}
