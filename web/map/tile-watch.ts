import type { Map as MapLibreMap } from 'maplibre-gl';
import { basePrefix } from './base-prefix.ts';
import type { TileOutcome } from './tile-health.ts';
import { healthAfter, healthy, isGivenUp } from './tile-health.ts';

export type TileEvents = {
  /** A tile is there, after each. */
  oncame: () => void;
  /** The server is given up, once. */
  ongivenup: () => void;
};

/** So long nothing may come of what is asked for: a server that accepts and never answers. */
const silenceMs = 8000;
const lookMs = 500;

type Awaited = { tile: object; since: number };

/** Follows the tiles of the base map, which MapLibre only half reports: a 404 makes no event at all. */
export function watchTiles(map: MapLibreMap, { oncame, ongivenup }: TileEvents): () => void {
  let awaited: Awaited[] = [];
  let health = healthy;
  let lastCame = performance.now();
  let anyCame = false;

  const settle = (tile: object | null, outcome: TileOutcome) => {
    awaited = awaited.filter((asked) => asked.tile !== tile);
    health = healthAfter(health, outcome);
    if (outcome === 'came') {
      lastCame = performance.now();
      anyCame = true;
      oncame();
    } else if (isGivenUp(health)) giveUp();
  };
  const look = () => {
    const absent = awaited.filter(isErrored);
    for (const { tile } of absent) settle(tile, 'absent');
    // MapLibre draws nothing for a 404, so after the last one it would never find itself idle.
    if (absent.length > 0) map.triggerRepaint();
    const now = performance.now();
    const silent = (since: number) => now - Math.max(since, lastCame) > silenceMs;
    const nothing = !anyCame && health.absent > 0 && silent(0);
    if (nothing || awaited.some(({ since }) => silent(since))) giveUp();
  };

  const timer = setInterval(look, lookMs);
  const subscriptions = [
    map.on('sourcedataloading', ({ sourceId, tile }) => {
      if (isBase(sourceId) && isObject(tile)) awaited.push({ tile, since: performance.now() });
    }),
    map.on('sourcedata', ({ sourceId, tile }) => {
      if (isBase(sourceId) && isObject(tile)) settle(tile, 'came');
    }),
    map.on('sourcedataabort', ({ sourceId, tile }) => {
      if (isBase(sourceId)) awaited = awaited.filter((asked) => asked.tile !== tile);
    }),
    map.on('error', (event) => {
      if (!('sourceId' in event) || !isBase(event.sourceId)) return;
      if ('tile' in event && isObject(event.tile)) settle(event.tile, 'failed');
      else giveUp(); // the source itself: without it no tile is ever asked for
    }),
  ];
  let watching = true;
  const stop = () => {
    watching = false;
    clearInterval(timer);
    for (const subscription of subscriptions) subscription.unsubscribe();
  };
  function giveUp() {
    if (!watching) return;
    stop();
    ongivenup();
  }
  return stop;
}

function isBase(sourceId: unknown): boolean {
  return typeof sourceId === 'string' && sourceId.startsWith(basePrefix);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isErrored({ tile }: Awaited): boolean {
  return 'state' in tile && tile.state === 'errored';
}
