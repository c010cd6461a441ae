import type { BaseSketch } from './sketch.ts';
import { loadSketch } from './sketch.ts';

export type SketchState = 'loading' | 'ready' | 'failed';

/** The base map of this page, asked for once while the component that calls this lives. */
export function followSketch(): { readonly current: BaseSketch | null; readonly state: SketchState } {
  let current = $state.raw<BaseSketch | null>(null);
  let state = $state<SketchState>('loading');

  $effect(() => {
    const leaving = new AbortController();
    loadSketch(leaving.signal).then(
      (sketch) => {
        current = sketch;
        state = 'ready';
      },
      () => {
        if (!leaving.signal.aborted) state = 'failed';
      },
    );
    return () => leaving.abort();
  });

  return {
    get current() {
      return current;
    },
    get state() {
      return state;
    },
  };
}
