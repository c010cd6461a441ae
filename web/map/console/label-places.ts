import type { Box } from '../box.ts';
import { boxAround, liesWithin, touchesAny } from '../box.ts';
import type { Camera } from '../engine.ts';
import type { LonLat, LonLatBounds } from '../mercator.ts';
import { pixelOf } from '../mercator.ts';
import { isInside } from './is-inside.ts';
import type { StaffShape } from './staff-shapes.ts';
import { boundsOfShape } from './staff-shapes.ts';

/** Farther away no label is written. */
export const labelZoom = 13.2;
const lineHeightPx = 18;
/** Of a bold letter of a code. */
const letterPx = 7.5;
/** Of the way across a parcel's bounds, the middle first. */
const shares = [0.5, 0.35, 0.65, 0.2, 0.8];

/** Which of the shapes, and where its label stands instead of the middle; null: nowhere in its parcel. */
export type MovedLabels = [index: number, place: LonLat | null][];

/** The labels that would stand under what lies over the map, each moved within its parcel to where it can be read. */
export function movedLabels(
  shapes: readonly StaffShape[],
  { view, size }: Pick<Camera, 'view' | 'size'>,
  furniture: Box[],
): MovedLabels {
  if (view.zoom < labelZoom) return [];
  const window = { left: 0, top: 0, right: size.width, bottom: size.height };
  return shapes.flatMap(({ label, geometry }, index): MovedLabels => {
    const bounds = boundsOfShape(geometry);
    if (label === '' || bounds === null) return [];
    const boxAt = (place: LonLat) =>
      boxAround(pixelOf(place, view, size), label.length * letterPx, lineHeightPx);
    const [middle, ...others] = placesIn(bounds);
    if (middle === undefined || !touchesAny(boxAt(middle), furniture)) return [];
    const free = others.find((place) => {
      const box = boxAt(place);
      return liesWithin(box, window) && !touchesAny(box, furniture) && isInside(place, geometry);
    });
    return [[index, free ?? null]];
  });
}

function placesIn([west, south, east, north]: LonLatBounds): LonLat[] {
  return shares.flatMap((up) =>
    shares.map((across): LonLat => [west + (east - west) * across, south + (north - south) * up]),
  );
}
