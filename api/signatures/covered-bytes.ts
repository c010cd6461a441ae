/** What a signature in a file covers: all before and after the slot that holds the signature itself (ISO 32000-1, 12.8.1). */
export type CoveredBytes = {
  /** The covered bytes in one piece; null where the four numbers of `ByteRange` do not fit the file. */
  covered: Uint8Array<ArrayBuffer> | null;
  /** The signature's DER value without its padding; null where there is none. */
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
  const valueBytes = derLength(slot);
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

/** How long the DER value at the start is, its head included; null for the forms that DER does not know (X.690, 10.1). */
function derLength(bytes: Uint8Array): number | null {
  const first = bytes[1];
  if (first === undefined) return null;
  if (first < 0x80) return first === 0 ? null : 2 + first;
  const count = first & 0x7f;
  if (count === 0 || count > 4 || bytes.length < 2 + count) return null;
  return 2 + count + bytes.subarray(2, 2 + count).reduce((length, byte) => length * 256 + byte, 0);
}
