import type { Map as MapLibreMap, MapMouseEvent, PointLike } from 'maplibre-gl';
import type { LonLat } from './mercator.ts';
import { selectableLayers } from './style/parcel-layers.ts';

export type PointerEvents = {
  /** Code of the parcel that was chosen; null for the open ground. */
  onpick: (code: string | null) => void;
  onpoint: (code: string | null) => void;
};

export type Pointer = {
  takeClicks: (onpoint: (position: LonLat) => void) => () => void;
  followCursor: (onmove: (position: LonLat | null) => void) => () => void;
};

/** Half the side of the square in which a tap still means the parcel: a finger is less exact than a pointer. */
const tapReachPx = 10;

export function followPointer(map: MapLibreMap, { onpick, onpoint }: PointerEvents): Pointer {
  const canvas = map.getCanvas();
  let pointed: string | null = null;
  let taker: ((position: LonLat) => void) | null = null;
  const point = (code: string | null) => {
    if (code === pointed) return;
    pointed = code;
    canvas.style.cursor = code === null ? '' : 'pointer';
    onpoint(code);
  };
  const isOnGround = ({ originalEvent }: MapMouseEvent) => originalEvent.target === canvas;

  map.on('click', (event) => {
    if (!isOnGround(event)) return;
    if (taker !== null) taker(positionOf(event));
    else onpick(pickedBy(map, event));
  });
  map.on('mousemove', (event) => {
    if (taker === null) point(isOnGround(event) ? parcelAt(map, [event.point.x, event.point.y]) : null);
  });
  map.on('mouseout', () => point(null));

  return {
    takeClicks(ontaken) {
      taker = ontaken;
      point(null);
      const surface = map.getCanvasContainer();
      surface.dataset['clicks'] = 'taken';
      map.doubleClickZoom.disable();
      return () => {
        taker = null;
        delete surface.dataset['clicks'];
        map.doubleClickZoom.enable();
      };
    },
    followCursor(onmove) {
      const moved = map.on('mousemove', (event) => onmove(positionOf(event)));
      const left = map.on('mouseout', () => onmove(null));
      return () => {
        moved.unsubscribe();
        left.unsubscribe();
      };
    },
  };
}

function positionOf({ lngLat }: MapMouseEvent): LonLat {
  return [lngLat.lng, lngLat.lat];
}

function pickedBy(map: MapLibreMap, { point: { x, y }, originalEvent }: MapMouseEvent): string | null {
  const exact = parcelAt(map, [x, y]);
  const near = isTouch(originalEvent) ? parcelAt(map, around(x, y)) : null;
  return exact ?? near;
}

function isTouch(event: MouseEvent): boolean {
  return event instanceof PointerEvent && event.pointerType === 'touch';
}

function around(x: number, y: number): [PointLike, PointLike] {
  return [
    [x - tapReachPx, y - tapReachPx],
    [x + tapReachPx, y + tapReachPx],
  ];
}

function parcelAt(map: MapLibreMap, place: PointLike | [PointLike, PointLike]): string | null {
  const layers = selectableLayers.filter((id) => map.getLayer(id) !== undefined);
  const code: unknown = map.queryRenderedFeatures(place, { layers })[0]?.properties['code'];
  return typeof code === 'string' ? code : null;
}
