import type { MapHandle } from '../../web/map/engine.ts';
import type { Drawn } from '../../web/map/feeding.svelte.ts';

/** What a page wants drawn at one moment; which transport nodes are in sight follows from the camera. */
export type DrawnNow = { [Key in Exclude<keyof Drawn, 'nodes'>]: ReturnType<Drawn[Key]> };

/** A map that draws nothing; a test writes down what it is about. */
export function mapHandle(over: Partial<MapHandle>): MapHandle {
  return {
    surface: document.body,
    show: () => undefined,
    hover: () => undefined,
    lay: () => () => undefined,
    takeClicks: () => () => undefined,
    lend: () => () => {},
    followCursor: () => () => undefined,
    measure: () => undefined,
    go: () => undefined,
    zoomBy: () => undefined,
    rename: () => undefined,
    close: () => undefined,
    ...over,
  };
}
