export type Stop = 'peek' | 'half' | 'full';
export type StopHeights = Record<Stop, number>;

const order: readonly Stop[] = ['peek', 'half', 'full'];
/** A flick carries the sheet as far as it would go in this time at its speed. */
const carryMs = 180;

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
