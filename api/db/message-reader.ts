import { messageBytes, messageHeadBytes, openingBytes, openingHeadBytes } from './frontend-messages.ts';

/** Cuts what a client sends into whole packets. */
export interface MessageReader {
  add(bytes: Buffer): void;
  /** The next whole packet, null while there is none. Throws a RangeError at what cannot be this protocol. */
  take(kind: 'opening' | 'message'): Buffer | null;
}

export function createMessageReader(): MessageReader {
  let pieces: Buffer[] = [];
  let sizeBytes = 0;
  // Known once the head has been read, so that the pieces of a large message are joined only once.
  let neededBytes = 0;

  function joined(): Buffer {
    const [first] = pieces;
    const whole = pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces, sizeBytes);
    pieces = [whole];
    return whole;
  }

  return {
    add(bytes) {
      pieces.push(bytes);
      sizeBytes += bytes.length;
    },
    take(kind) {
      const headBytes = kind === 'opening' ? openingHeadBytes : messageHeadBytes;
      if (sizeBytes < Math.max(headBytes, neededBytes)) return null;
      const whole = joined();
      neededBytes = kind === 'opening' ? openingBytes(whole) : messageBytes(whole);
      if (sizeBytes < neededBytes) return null;
      const packet = whole.subarray(0, neededBytes);
      pieces = [whole.subarray(neededBytes)];
      sizeBytes -= neededBytes;
      neededBytes = 0;
      return packet;
    },
  };
}
