import { createHash } from 'node:crypto';
import { setImmediate as others } from 'node:timers/promises';

/** Each state of a file of ours ends where a PDF ends (ISO 32000-1, 7.5.5), before or behind a line break. */
const endMark = Buffer.from('%%EOF', 'latin1');
const lineBreaks: readonly number[] = [10, 13];
/** A file of ours has some thirty states at most, and whatever is behind them is another's: more need not be looked at. */
const mostEnds = 1_000;
/** What is hashed before other requests have their turn: about a millisecond. */
const sliceBytes = 1024 * 1024;

export type StateDigests = {
  /** Of the whole file. */
  whole: Buffer;
  /** Of every beginning of it that may be a state of a file of ours, itself included: SHA-256, the shortest first. */
  beginnings: Buffer[];
};

/**
 * 各版摘要: whatever states a file holds, by their digests; which of them are ours the register tells. One pass over the bytes,
 * however many agreements are registered.
 */
export async function stateDigests(bytes: Uint8Array): Promise<StateDigests> {
  const hash = createHash('sha256');
  const beginnings: Buffer[] = [];
  let at = 0;
  const hashTo = async (end: number) => {
    while (at < end) {
      const next = Math.min(end, at + sliceBytes);
      hash.update(bytes.subarray(at, next));
      at = next;
      await others();
    }
  };
  for (const end of endsIn(bytes)) {
    await hashTo(end);
    beginnings.push(hash.copy().digest());
  }
  await hashTo(bytes.length);
  const whole = hash.digest();
  return { whole, beginnings: [...beginnings, whole] };
}

/** Ascending, the end of the file left out. */
function endsIn(bytes: Uint8Array): number[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends: number[] = [];
  let mark = text.indexOf(endMark);
  while (mark >= 0 && ends.length < mostEnds) {
    let end = mark + endMark.length;
    ends.push(end);
    // At most a carriage return and a line feed.
    for (let breaks = 0; breaks < 2 && lineBreaks.includes(text[end] ?? 0); breaks += 1)
      ends.push((end += 1));
    mark = text.indexOf(endMark, end);
  }
  return ends.filter((end) => end < bytes.length);
}
