import type { Camera } from '../engine.ts';
import type { LonLatBounds } from '../mercator.ts';
import { pixelOf } from '../mercator.ts';

/** Smaller than this a parcel is a speck: the map comes nearer even though it is in sight. */
const leastSidePx = 10;

/** Whether the whole of the bounds can be seen, large enough to be told from a dot. */
export function inSight([west, south, east, north]: LonLatBounds, { view, size }: Camera): boolean {
  const upperLeft = pixelOf([west, north], view, size);
  const lowerRight = pixelOf([east, south], view, size);
  const isLarge = Math.max(lowerRight.x - upperLeft.x, lowerRight.y - upperLeft.y) >= leastSidePx;
  const isInside =
    upperLeft.x >= 0 && upperLeft.y >= 0 && lowerRight.x <= size.width && lowerRight.y <= size.height;
  return isLarge && isInside;
}
