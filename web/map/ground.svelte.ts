import type { PublicCity } from '../../api/city/schema.ts';
import type { BaseChoice } from './base-map.ts';
import { chosenBase, loadBaseMap } from './base-map.ts';
import type { MapSession } from './map-session.svelte.ts';
import type { BaseSketch } from './sketch.ts';
import { loadSketch } from './sketch.ts';

/** `sketch`: our own. `approved`: the configured base map. `fallen-back`: it failed, and the sketch took its place. */
export type GroundState = 'sketch' | 'approved' | 'fallen-back' | 'failed';

export type Ground = {
  readonly sketch: BaseSketch | null;
  readonly loading: boolean;
  readonly state: GroundState;
  /** What was chosen, and is shown unless `state` says otherwise. */
  readonly choice: BaseChoice;
  /** What the makers of an approved base map want to be said. */
  readonly attribution: string;
  /** Asks for a base map that failed once more. */
  retry: () => void;
};

/** The city's sketch, asked for once while the component that calls this lives. */
export function followSketch(): { readonly current: BaseSketch | null; readonly failed: boolean } {
  let current = $state.raw<BaseSketch | null>(null);
  let failed = $state(false);

  $effect(() =>
    whileHere(
      async (signal) => {
        current = await loadSketch(signal);
      },
      () => (failed = true),
    ),
  );

  return {
    get current() {
      return current;
    },
    get failed() {
      return failed;
    },
  };
}

export type GroundWish = { city: PublicCity; /** From the address. */ base: BaseChoice | null };

/** What lies under the parcels of a map: the sketch at once, and the chosen base map as soon as it is there. */
export function followGround(session: MapSession, wish: () => GroundWish): Ground {
  const sketch = followSketch();
  let approved = $state<'none' | 'shown' | 'failed'>('none');
  let attribution = $state('');
  let attempt = $state(0);
  const configured = $derived(wish().city.basemap);
  const choice = $derived(chosenBase(configured, wish().base));

  $effect(() => {
    const { handle } = session;
    if (handle === null || attempt < 0) return;
    const wanted = choice;
    approved = 'none';
    let takeOff = () => {};
    const leave = whileHere(
      async (signal) => {
        const base = await loadBaseMap(configured, wanted, signal);
        if (base === null || signal.aborted) return;
        attribution = base.attribution;
        takeOff = handle.lay(base, {
          onshown: () => (approved = 'shown'),
          onfailed: () => (approved = 'failed'),
        });
      },
      () => (approved = 'failed'),
    );
    return () => {
      leave();
      takeOff();
    };
  });

  $effect(() => {
    if (approved !== 'failed') return;
    addEventListener('online', retry);
    return () => removeEventListener('online', retry);
  });

  function retry() {
    attempt += 1;
  }

  return {
    get sketch() {
      return sketch.current;
    },
    get loading() {
      return sketch.current === null && !sketch.failed;
    },
    get state() {
      if (approved === 'shown') return 'approved';
      if (sketch.failed) return 'failed';
      return approved === 'failed' ? 'fallen-back' : 'sketch';
    },
    get choice() {
      return choice;
    },
    get attribution() {
      return attribution;
    },
    retry,
  };
}

/** Runs work that may be left before it is done; leaving it is no failure. */
function whileHere(work: (signal: AbortSignal) => Promise<void>, onfailed: () => void): () => void {
  const leaving = new AbortController();
  work(leaving.signal).catch(() => {
    if (!leaving.signal.aborted) onfailed();
  });
  return () => leaving.abort();
}
