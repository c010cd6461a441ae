import type { PublicCity } from '../../api/city/schema.ts';
import { loadBaseMap } from './base-map.ts';
import type { MapSession } from './map-session.svelte.ts';
import type { BaseSketch } from './sketch.ts';
import { loadSketch } from './sketch.ts';

/** `sketch`: our own. `approved`: the configured base map. `fallen-back`: it failed, and the sketch took its place. */
export type GroundState = 'sketch' | 'approved' | 'fallen-back' | 'failed';

export type Ground = {
  readonly sketch: BaseSketch | null;
  readonly loading: boolean;
  readonly state: GroundState;
  /** What the makers of an approved base map want to be said. */
  readonly attribution: string;
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

/** What lies under the parcels of a map: the sketch at once, and the configured base map as soon as it is there. */
export function followGround(session: MapSession, city: () => PublicCity): Ground {
  const sketch = followSketch();
  let approved = $state<'none' | 'shown' | 'failed'>('none');
  let attribution = $state('');

  $effect(() => {
    const { handle } = session;
    const { basemap } = city();
    if (handle === null) return;
    return whileHere(
      async (signal) => {
        const base = await loadBaseMap(basemap, signal);
        if (base === null || signal.aborted) return;
        approved = 'shown';
        attribution = base.attribution;
        handle.lay(base, () => (approved = 'failed'));
      },
      () => (approved = 'failed'),
    );
  });

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
    get attribution() {
      return attribution;
    },
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
