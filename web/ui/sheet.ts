export type Stop = 'peek' | 'half' | 'full';
export type StopHeights = Record<Stop, number>;

const order: readonly Stop[] = ['peek', 'half', 'full'];
/** A flick carries the sheet as far as it would go in this time at its speed. */
const carryMs = 180;

/** So much of the window a half-open sheet takes at most; the map keeps the rest. */
const halfOfWindow = 0.565;
/** Between what stands above the map and a half-open sheet: room for the map's tools and its notice, one below the other. */
const leastMapPx = 222;
const peekPx = 140;

/** Heights of the stops in pixels, in a window of a height, with room left above the full sheet. */
export function stopHeights(windowPx: number, topPx: number): StopHeights {
  const full = windowPx - topPx;
  const peek = Math.min(peekPx, full);
  const half = Math.min(476, full, Math.round(windowPx * halfOfWindow), Math.max(peek, full - leastMapPx));
  return { peek, half, full };
}

/** Where a sheet comes to rest: the stop nearest to where a drag, with its speed (px/ms, up is positive), was going. */
export function settle(heightPx: number, velocity: number, heights: StopHeights): Stop {
  const aim = heightPx + velocity * carryMs;
  return order.reduce(
    (best, stop) => (Math.abs(heights[stop] - aim) < Math.abs(heights[best] - aim) ? stop : best),
    'peek' as Stop,
  );
}

export function higher(stop: Stop): Stop {
  return stop === 'peek' ? 'half' : 'full';
}

export function lower(stop: Stop): Stop {
  return stop === 'full' ? 'half' : 'peek';
}
