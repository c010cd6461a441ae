import type { Map as MapLibreMap } from 'maplibre-gl';
import type { SourceName } from './style/style.ts';
import { sourceNames } from './style/style.ts';
import { watchWorkerStart } from './worker.ts';

/** Why there is no interactive map: the list and the static locator carry on. */
export type UnavailableReason = 'no-webgl' | 'worker' | 'context-lost';

const startLimitMs = 30_000;
const restoreLimitMs = 5000;
const lookMs = 3000;
/** Counted in looks, not by the clock: a machine that slept has not been silent. */
const silentLooks = 4;

/** Tells once when the map cannot draw, or can no longer. Returns a function that ends the watch. */
export function reportTrouble(
  map: MapLibreMap,
  onunavailable: (reason: UnavailableReason) => void,
): () => void {
  const endTrial = watchWorkerStart(() => onunavailable('worker'));
  const startLimit = setTimeout(() => onunavailable('worker'), startLimitMs);
  let restoreLimit: ReturnType<typeof setTimeout> | undefined;
  let endSilence = () => {};
  // Our own sources are cut into tiles by the workers: the first that is there proves them alive. `load` would also
  // wait for the tiles of a foreign base map.
  const proof = map.on('sourcedata', ({ sourceId, isSourceLoaded }) => {
    if (sourceId !== 'parcels' || !isSourceLoaded) return;
    proof.unsubscribe();
    endTrial();
    clearTimeout(startLimit);
    endSilence = watchSilence(map, () => onunavailable('worker'));
  });
  map.on('webglcontextlost', () => {
    restoreLimit = setTimeout(() => onunavailable('context-lost'), restoreLimitMs);
  });
  map.on('webglcontextrestored', () => clearTimeout(restoreLimit));
  return () => {
    endTrial();
    endSilence();
    clearTimeout(startLimit);
    clearTimeout(restoreLimit);
  };
}

/** A worker that dies later says nothing either: what it was asked for just never comes. */
function watchSilence(map: MapLibreMap, onsilent: () => void): () => void {
  let silent = 0;
  const heard = map.on('sourcedata', ({ sourceId }) => {
    if (isOurs(sourceId)) silent = 0;
  });
  const timer = setInterval(() => {
    silent = sourceNames.every((name) => isReady(map, name)) ? 0 : silent + 1;
    if (silent === silentLooks) onsilent();
  }, lookMs);
  return () => {
    heard.unsubscribe();
    clearInterval(timer);
  };
}

function isOurs(sourceId: string): sourceId is SourceName {
  return sourceNames.some((name) => name === sourceId);
}

/** While the graphics device is lost there are no sources, and nothing to wait for. */
function isReady(map: MapLibreMap, name: SourceName): boolean {
  return map.getSource(name) === undefined || map.isSourceLoaded(name);
}
