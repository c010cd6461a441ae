import type { Rectangle } from './park-frame.ts';

/** The same numbers between 0 and 1 for the same text, in turn: FNV-1a for the seed, then a 32-bit linear generator. */
export function chanceFrom(text: string): () => number {
  let state = [...text].reduce(
    (hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193),
    0x811c9dc5,
  );
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

/** Lanes between plots, metres. */
const laneM = 9;

function halved(plot: Rectangle, share: number): [Rectangle, Rectangle] {
  const at = plot.west + share * (plot.east - plot.west);
  return [
    { ...plot, east: at - laneM / 2 },
    { ...plot, west: at + laneM / 2 },
  ];
}

function stacked(plot: Rectangle, share: number): [Rectangle, Rectangle] {
  const at = plot.south + share * (plot.north - plot.south);
  return [
    { ...plot, north: at - laneM / 2 },
    { ...plot, south: at + laneM / 2 },
  ];
}

/** A block as the plots of the factories on it: whole, halves, thirds, quarters or one large with two small. */
export function plotsOf(block: Rectangle, seed: string): Rectangle[] {
  const chance = chanceFrom(seed);
  const layout = Math.floor(chance() * 6);
  const share = 0.38 + 0.24 * chance();
  if (layout === 0) return [block];
  if (layout === 1) return halved(block, share);
  if (layout === 2) return stacked(block, share);
  if (layout === 3) return halved(block, share).flatMap((half) => stacked(half, 0.5));
  const [first, second] = layout === 4 ? halved(block, 0.55) : stacked(block, 0.55);
  return layout === 4 ? [first, ...stacked(second, share)] : [first, ...halved(second, share)];
}
