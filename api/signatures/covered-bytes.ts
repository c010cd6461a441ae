/** What a signature in a file covers: all before and after the slot that holds the signature itself (ISO 32000-1, 12.8.1). */
export type CoveredBytes = {
  /** The covered bytes in one piece; null where the four numbers of `ByteRange` do not fit the file. */
  covered: Uint8Array<ArrayBuffer> | null;
  /** The signature's value without its padding, DER or, as some write it, BER; null where there is none. */
  value: Uint8Array<ArrayBuffer> | null;
  /** How far into the file it reaches: what follows was added later. */
  endsAt: number;
  flaws: CoverageFlaw[];
};

/**
 * `range`: not four numbers, not from the first byte on, or beyond the file. `slot`: what is left out is not exactly one
 * string of hexadecimal digits. `padding`: something stands in the room that was kept free behind the signature.
 */
export type CoverageFlaw = 'range' | 'slot' | 'padding';

const hexOpens = '<'.charCodeAt(0);
const hexCloses = '>'.charCodeAt(0);

/** Reads what `range`, the four numbers of `ByteRange`, says of `file`. */
export function coveredBytes(file: Uint8Array, range: number[]): CoveredBytes {
  const [start = -1, length = -1, next = -1, rest = -1] = range;
  const endsAt = next + rest;
  const isWithin =
    range.length === 4 &&
    range.every((number) => Number.isInteger(number) && number >= 0) &&
    endsAt <= file.length;
  if (!isWithin || start !== 0 || next <= length + 2)
    return {
      covered: null,
      value: null,
      endsAt: Math.min(Math.max(endsAt, 0), file.length),
      flaws: ['range'],
    };
  const covered = new Uint8Array(length + rest);
  covered.set(file.subarray(0, length));
  covered.set(file.subarray(next, endsAt), length);
  const slot = readSlot(file.subarray(length, next));
  if (slot === null) return { covered, value: null, endsAt, flaws: ['slot'] };
  const valueBytes = valueLength(slot);
  if (valueBytes === null || valueBytes > slot.length)
    return { covered, value: null, endsAt, flaws: ['slot'] };
  const isPadded = slot.subarray(valueBytes).every((byte) => byte === 0);
  return { covered, value: slot.slice(0, valueBytes), endsAt, flaws: isPadded ? [] : ['padding'] };
}

function readSlot(slot: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (slot[0] !== hexOpens || slot.at(-1) !== hexCloses) return null;
  const digits = Buffer.from(slot.subarray(1, -1)).toString('latin1');
  return digits.length % 2 === 0 && /^[0-9a-f]*$/i.test(digits)
    ? new Uint8Array(Buffer.from(digits, 'hex'))
    : null;
}

/** No signature is nested deeper. */
const deepest = 24;
const constructed = 0x20;

/** How long the value at `at` is, its head included, by its own length or up to its end (X.690, 8.1.3); null for what is none. */
function valueLength(bytes: Uint8Array, at = 0, depth = 0): number | null {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || depth > deepest) return null;
  if (first < 0x80) return first === 0 && depth === 0 ? null : 2 + first;
  const count = first & 0x7f;
  if (count === 0) return (tag & constructed) === 0 ? null : lengthToEnd(bytes, at, depth);
  if (count > 4 || bytes.length < at + 2 + count) return null;
  const digits = bytes.subarray(at + 2, at + 2 + count);
  return 2 + count + digits.reduce((length, byte) => length * 256 + byte, 0);
}

function lengthToEnd(bytes: Uint8Array, at: number, depth: number): number | null {
  let next = at + 2;
  while (bytes[next] !== 0 || bytes[next + 1] !== 0) {
    const part = valueLength(bytes, next, depth + 1);
    if (part === null) return null;
    next += part;
  }
  return next + 2 - at;
}
