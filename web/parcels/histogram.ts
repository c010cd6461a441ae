import type { Facets } from '../../api/parcels/schema.ts';

/** One bar: [from, to) in 亩, the last one closed; how many parcels there are and how many meet the other conditions. */
export type Bar = { from: number; to: number; all: number; matching: number };

const steps = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2500, 5000, 10_000, 50_000];

/** At most `most` bars of one round width that cover 0 to the largest area. `areas` counts parcels by whole 亩. */
export function histogram(areas: Facets['area'], most: number): Bar[] {
  const largest = Math.max(1, ...areas.map((area) => area.mu));
  const width = steps.find((step) => Math.ceil(largest / step) <= most) ?? Math.ceil(largest / most);
  const bars = Array.from({ length: Math.ceil(largest / width) }, (_, index): Bar => {
    return { from: index * width, to: (index + 1) * width, all: 0, matching: 0 };
  });
  for (const { mu, count, matching } of areas) {
    const bar = bars[Math.min(bars.length - 1, Math.floor(mu / width))];
    if (bar === undefined) continue;
    bar.all += count;
    bar.matching += matching;
  }
  return bars;
}
