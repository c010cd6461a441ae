import type { Map as MapLibreMap, PointLike } from 'maplibre-gl';
import { selectableLayers } from './style/parcel-layers.ts';

export type PointerEvents = {
  /** Code of the parcel that was chosen; null for the open ground. */
  onpick: (code: string | null) => void;
  onpoint: (code: string | null) => void;
};

/** Half the side of the square in which a tap still means the parcel: a finger is less exact than a pointer. */
const tapReachPx = 10;

export function followPointer(map: MapLibreMap, { onpick, onpoint }: PointerEvents): void {
  const canvas = map.getCanvas();
  let pointed: string | null = null;
  const point = (code: string | null) => {
    if (code === pointed) return;
    pointed = code;
    canvas.style.cursor = code === null ? '' : 'pointer';
    onpoint(code);
  };
  map.on('click', ({ point: { x, y }, originalEvent }) => {
    if (originalEvent.target !== canvas) return;
    const exact = parcelAt(map, [x, y]);
    const near = isTouch(originalEvent) ? parcelAt(map, around(x, y)) : null;
    onpick(exact ?? near);
  });
  map.on('mousemove', ({ point: { x, y }, originalEvent }) => {
    point(originalEvent.target === canvas ? parcelAt(map, [x, y]) : null);
  });
  map.on('mouseout', () => point(null));
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
