import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { fromBase64url, toBase64url } from './base64url.ts';
import { crc32 } from './checksum.ts';
import { readShortlist } from './read-shortlist.ts';
import type { Shortlist } from './terms.ts';

const version = 1;
const prefix = '#s=';
const headBytes = 5;
/** As many characters as chat and mail programs still pass on in one piece. */
export const longestFragment = 12_000;
/** Thirty entries with every field full stay below; a link made to swell ends here. */
const mostBytes = 256 * 1024;

export type Decoded = { ok: true; list: Shortlist } | { ok: false; reason: 'damaged' | 'newer' };

/**
 * The whole list as the fragment of a link, which no browser sends to a server: a byte of version, four of checksum
 * (CRC-32, big-endian), then the list's JSON deflated (RFC 1951), in base64url.
 */
export function encodeShortlist(list: Shortlist): string {
  const json = strToU8(JSON.stringify(list));
  const body = deflateSync(json, { level: 9 });
  const bytes = new Uint8Array(headBytes + body.length);
  bytes[0] = version;
  new DataView(bytes.buffer).setUint32(1, crc32(json));
  bytes.set(body, headBytes);
  return `${prefix}${toBase64url(bytes)}`;
}

export function isShortlistFragment(fragment: string): boolean {
  return fragment.startsWith(prefix);
}

/** Never throws: whatever stands in an address is a list, or is said to be none. */
export function decodeShortlist(fragment: string): Decoded {
  const bytes = isShortlistFragment(fragment) ? fromBase64url(fragment.slice(prefix.length)) : null;
  if (bytes === null || bytes.length <= headBytes) return { ok: false, reason: 'damaged' };
  if ((bytes[0] ?? 0) > version) return { ok: false, reason: 'newer' };
  const list = bytes[0] === version ? readBody(bytes) : null;
  return list === null ? { ok: false, reason: 'damaged' } : { ok: true, list };
}

function readBody(bytes: Uint8Array): Shortlist | null {
  try {
    const json = inflateSync(bytes.subarray(headBytes), { out: new Uint8Array(mostBytes) });
    const { buffer, byteOffset } = bytes;
    if (crc32(json) !== new DataView(buffer, byteOffset).getUint32(1)) return null;
    return readShortlist(JSON.parse(strFromU8(json)));
  } catch {
    return null;
  }
}
