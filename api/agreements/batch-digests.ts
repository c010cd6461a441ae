import { createHash } from 'node:crypto';
import { canonicalSha256 } from './canonical-json.ts';
import type { Contact } from './signer-store.ts';

/** One document of a set, in the state that it has: `headSha256` is the digest of its newest bytes, hexadecimal. */
export type BatchItem = { number: string; headSha256: string };

/** 清单摘要: of the numbers and states of all, whatever order they were named in. */
export function setDigest(items: readonly BatchItem[]): Buffer {
  const inOrder = items
    .map(({ number, headSha256 }) => ({ number, headSha256 }))
    .sort((a, b) => (a.number < b.number ? -1 : 1));
  return Buffer.from(canonicalSha256(inOrder), 'hex');
}

/** 同一人: who has the same name and is reached at the same addresses. He may sign for several organisations. */
export function personKey({ name, email, phone }: Omit<Contact, 'organisation'>): string {
  return JSON.stringify([
    'signing-person',
    name.trim(),
    email.toLowerCase(),
    phone?.replace(/\D/g, '') ?? null,
  ]);
}

/** Bound to the person and the whole set: for another of them the same digits are another code. */
export function batchCodeHash(
  code: string,
  { person, set }: { person: Buffer; set: Buffer },
  pepper: (text: string) => Buffer,
): Buffer {
  const text = `signing-code batch ${person.toString('hex')} ${set.toString('hex')} ${code}`;
  return createHash('sha256').update(pepper(text)).digest();
}
