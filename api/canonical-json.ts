import { createHash } from 'node:crypto';

/** What JSON can hold. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * RFC 8785 (JCS): one text for one value, whatever the order of its keys, so that others can compute our hashes with a
 * library of their own. ECMAScript writes numbers and strings as the RFC asks (3.2.2); keys go by their UTF-16 units (3.2.3).
 * `canonicalize`, which does the same, asks for a Node newer than ours.
 *
 * @throws TypeError for what has no such form: NaN, infinities, half of a surrogate pair (RFC 8785, 3.2.2.2 and 3.2.2.3).
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`no JSON for ${value}`);
  if (typeof value === 'string') return canonicalString(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${canonicalString(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** SHA-256, hexadecimal, of the canonical form in UTF-8. */
export function canonicalSha256(value: Json): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}

function canonicalString(text: string): string {
  if (/\p{Cs}/u.test(text)) throw new TypeError('half of a surrogate pair has no JSON');
  return JSON.stringify(text);
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
