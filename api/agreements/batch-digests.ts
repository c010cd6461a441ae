import { createHash } from 'node:crypto';
import { canonicalJson, canonicalSha256 } from '../canonical-json.ts';
import type { Contact } from './signer-store.ts';

/**
 * One document of a set, in the state that it has: `headSha256` is the digest of its newest bytes, `salt` 16 bytes of chance;
 * both hexadecimal.
 */
export type BatchItem = { number: string; headSha256: string; salt: string };

/** 清单项摘要: tells nothing of the document to who has not its salt. */
export function itemDigest({ number, headSha256, salt }: BatchItem): string {
  return canonicalSha256({ number, headSha256, salt });
}

/** 清单: the digests of all, whatever order they were named in. */
export function setText(items: readonly BatchItem[]): string {
  return canonicalJson(items.map(itemDigest).sort());
}

/** 清单摘要 */
export function setDigest(items: readonly BatchItem[]): Buffer {
  return createHash('sha256').update(setText(items)).digest();
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
