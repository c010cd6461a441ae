import type { Attachment } from 'svelte/attachments';
import { untrack } from 'svelte';
import type { Camera, MapEvents, MapHandle, MapOptions } from './engine.ts';
import { openMap } from './engine.ts';
import type { PixelSize } from './mercator.ts';

/** One map of one component: opened when its element is there, closed when it goes. */
export type MapSession = {
  /** null until the map is open, and for good where none can be drawn. */
  readonly handle: MapHandle | null;
  readonly camera: Camera | null;
  /** `loading`, `idle` (all is drawn, nothing moves) or `failed`. */
  readonly state: 'loading' | 'idle' | 'failed';
  attach: Attachment<HTMLElement>;
};

export type SessionStart = {
  options: (size: PixelSize) => Omit<MapOptions, 'events'>;
  events: Omit<MapEvents, 'oncamera' | 'onbusy'>;
};

export function createMapSession({ options, events }: SessionStart): MapSession {
  let handle = $state.raw<MapHandle | null>(null);
  let camera = $state.raw<Camera | null>(null);
  let busy = $state(true);
  let failed = $state(false);

  function attach(element: HTMLElement) {
    const size = { width: element.clientWidth, height: element.clientHeight };
    const opened = untrack(() =>
      openMap(element, {
        ...options(size),
        events: {
          ...events,
          oncamera: (seen) => (camera = seen),
          onbusy: (now) => (busy = now),
          onunavailable(reason) {
            failed = true;
            events.onunavailable(reason);
          },
        },
      }),
    );
    handle = opened;
    return () => {
      handle = null;
      opened?.close();
    };
  }

  return {
    get handle() {
      return handle;
    },
    get camera() {
      return camera;
    },
    get state() {
      if (failed) return 'failed';
      return busy ? 'loading' : 'idle';
    },
    attach,
  };
}
