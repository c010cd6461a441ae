import { joinFrames, type Frame } from './frame.ts';

/** What a viewer who was away is sent at most; who missed more reads the snapshot, which is smaller. */
const mostBytes = 48 * 1024;

/** 补发环: the last messages of an event, by their number; what is too old falls out. */
export type Ring = {
  push(seq: number, frame: Frame): void;
  /** Everything behind `seq`, in one piece or none; null where some of it has fallen out, or `seq` has not happened. */
  after(seq: number): readonly Frame[] | null;
};

/** @param last number of the last entry that is not in it */
export function createRing(last: number): Ring {
  const kept: { seq: number; frame: Frame }[] = [];
  let bytes = 0;
  let newest = last;
  /** Thousands come back at once after the same entry: what they missed is put together once. */
  let tails = new Map<number, Frame>();

  return {
    push(seq, frame) {
      if (seq !== newest + 1) throw new Error(`entry ${seq} does not follow entry ${newest}`);
      kept.push({ seq, frame });
      bytes += frame.chunked.length;
      newest = seq;
      tails = new Map();
      const fits = () => bytes <= mostBytes || kept.length === 1;
      while (!fits()) bytes -= kept.shift()?.frame.chunked.length ?? 0;
    },
    after(seq) {
      const oldest = kept[0]?.seq ?? newest + 1;
      if (seq + 1 < oldest || seq > newest) return null;
      if (seq === newest) return [];
      let tail = tails.get(seq);
      if (tail === undefined) {
        tail = joinFrames(kept.filter((entry) => entry.seq > seq).map(({ frame }) => frame));
        tails.set(seq, tail);
      }
      return [tail];
    },
  };
}
