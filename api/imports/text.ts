import iconv from 'iconv-lite';

export type DecodedText =
  { ok: true; text: string; encoding: string } | { ok: false; reason: 'binary' | 'encoding' };

/**
 * The text of a file in the encodings that survey offices really use: UTF-8 with or without a byte order mark, UTF-16 with
 * one, GBK (read as its superset GB 18030). UTF-8 is tried strictly first: GBK text is hardly ever valid UTF-8 by chance.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (startsWith(bytes, [0xff, 0xfe])) return decoded(bytes, 'utf-16le');
  if (startsWith(bytes, [0xfe, 0xff])) return decoded(bytes, 'utf-16be');
  if (bytes.subarray(0, 4096).includes(0)) return { ok: false, reason: 'binary' };
  const utf8 = strictUtf8(bytes);
  if (utf8 !== undefined) return { ok: true, text: utf8, encoding: 'utf-8' };
  return decoded(bytes, 'gb18030');
}

/**
 * What of a text can be seen: line breaks and tabs become blanks; other control characters (Unicode Cc) and format
 * characters (Cf), such as the one that turns the direction of all that follows, are left out.
 */
export function visibleText(text: string): string {
  return text
    .replace(/[\t-\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
}

/** Text in an encoding named by the file itself (`.cpg`, DBF header); undefined when the name is unknown. */
export function decodeNamed(bytes: Uint8Array, encoding: string): string | undefined {
  if (!iconv.encodingExists(encoding)) return undefined;
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding);
}

export function encodeText(text: string, encoding: 'gbk' | 'utf-8'): Uint8Array {
  return new Uint8Array(iconv.encode(text, encoding));
}

export function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Valid UTF-8 but for a last character that may be cut off. */
export function mayBeUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function decoded(bytes: Uint8Array, encoding: string): DecodedText {
  const text = decodeNamed(bytes, encoding);
  if (text === undefined || text.includes('\ufffd')) return { ok: false, reason: 'encoding' };
  return { ok: true, text, encoding };
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}
