import type { Verification } from '../../api/agreements/verify-schema.ts';

type Strip = Verification['strip'];
export type Block = { from: number; width: number; kind: Strip[number]['kind'] };

const wide = 1000;
const gap = 3;
/** However few bytes it has, a part is seen. */
const narrowest = 24;

/** The parts of a file as blocks on a line 1000 long: as wide as their bytes, but none too narrow to be seen. */
export function blocksOf(strip: Strip): Block[] {
  const room = wide - gap * (strip.length - 1) - narrowest * strip.length;
  const total = strip.reduce((sum, { bytes }) => sum + bytes, 0);
  let from = 0;
  return strip.map(({ kind, bytes }) => {
    const width = narrowest + (total === 0 ? 0 : (room * bytes) / total);
    const block = { from, width, kind };
    from += width + gap;
    return block;
  });
}
