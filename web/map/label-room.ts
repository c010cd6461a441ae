import type { PublicGeometry } from '../../api/parcels/schema.ts';
import type { LonLat, Pixel } from './mercator.ts';
import { metresPerPixel } from './mercator.ts';
import { localMetres, outerRings } from './outline.ts';

/** Metres of ground free for a label whose middle stands at a point of the parcel. */
export type LabelRoom = { widthM: number; heightM: number };

/** Length of the horizontal and of the vertical line through the point that lies inside the parcel. */
export function labelRoom(geometry: PublicGeometry, middle: LonLat): LabelRoom {
  const rings = outerRings(geometry).map((ring) => ring.map((position) => localMetres(position, middle)));
  const turned = rings.map((ring) => ring.map(({ x, y }) => ({ x: y, y: x })));
  return { widthM: chordAtZero(rings), heightM: chordAtZero(turned) };
}

/** Twice the distance from the origin to the nearer crossing with the x axis, so that a centred label fits. */
function chordAtZero(rings: Pixel[][]): number {
  const crossings = rings.flatMap(crossingsOfAxis);
  const right = Math.min(...crossings.filter((x) => x >= 0));
  const left = Math.min(...crossings.filter((x) => x < 0).map(Math.abs));
  const reach = Math.min(left, right);
  return Number.isFinite(reach) ? 2 * reach : 0;
}

function crossingsOfAxis(ring: Pixel[]): number[] {
  return ring.slice(1).flatMap((end, index) => {
    const start = ring[index] ?? end;
    if (start.y > 0 === end.y > 0) return [];
    return [start.x + ((end.x - start.x) * -start.y) / (end.y - start.y)];
  });
}

/** Pixels a label needs on each side. */
export type LabelNeed = { widthPx: number; heightPx: number };
/** Where it stands and the zooms at which labels may begin, ascending. */
export type LabelPlace = { lat: number; steps: readonly number[] };

/** The first of the zoom steps at which the label fits, or null: what does not fit is left out, never shrunk. */
export function zoomThatFits(room: LabelRoom, need: LabelNeed, place: LabelPlace): number | null {
  const fits = (zoom: number): boolean => {
    const metres = metresPerPixel(place.lat, zoom);
    return room.widthM / metres >= need.widthPx && room.heightM / metres >= need.heightPx;
  };
  return place.steps.find(fits) ?? null;
}
