import { z } from 'zod';
import type { Sql } from '../db/database.ts';
import { itemDigest, setText, type BatchItem } from './batch-digests.ts';
import { readBatchDocuments, type BatchDocument } from './batch-store.ts';
import { batchConsentText, consentText, documentLine, handwritingText, othersLine } from './consent.ts';
import type { EventRow } from './event-store.ts';

/** `handwriting`: the version of what was agreed to of showing it at `event`. */
const SignDetails = z.object({
  consent: z.string(),
  batch: z.string().optional(),
  handwriting: z.string().optional(),
  event: z.string().optional(),
});

/** 清单 that was signed with one code: the digests of its documents, and of the agreement's own what its digest is of. */
export type OpenedSet = { text: string; own: BatchItem };

/**
 * What each signer agreed to, in the words that he read; other documents of a set by their digests alone, since their parties
 * are others. `sets` by their digests (清单摘要); null for those whose digest is of the numbers of all.
 */
export async function agreedConsents(sql: Sql, agreementId: number, events: readonly EventRow[]) {
  const sets = new Map<string, OpenedSet | null>();
  const consents: { signer: number | null; version: string; setSha256: string | null; text: string }[] = [];
  for (const { position: signer, details } of events.filter(({ kind }) => kind === 'sign')) {
    const { consent: version, batch, handwriting, event = '' } = SignDetails.parse(JSON.parse(details));
    if (handwriting !== undefined)
      consents.push({
        ...{ signer, version: handwriting, setSha256: null },
        text: handwritingText(handwriting, event).text,
      });
    if (batch === undefined) {
      consents.push({ signer, version, setSha256: null, text: consentText(version) });
      continue;
    }
    const documents = await readBatchDocuments(sql, { agreementId, set: Buffer.from(batch, 'hex') });
    sets.set(batch, openedFor(agreementId, documents));
    const lines = documents.map((document) => ({
      number: document.number,
      line: document.agreementId === agreementId ? documentLine(document) : othersLine(digestOf(document)),
    }));
    consents.push({ signer, version, setSha256: batch, text: batchConsentText(lines) });
  }
  return { consents, sets };
}

/** 清单 as the README tells it: `bytes`, of the file, is the state that its own item names. */
export type ToldSet = { sha256: string; own: (BatchItem & { bytes: number }) | null };

export function setsTold(
  sets: ReadonlyMap<string, OpenedSet | null>,
  revisions: readonly { bytes: number; sha256: string }[],
): ToldSet[] {
  return [...sets].map(([sha256, opened]) => {
    const signedOn = revisions.find((one) => one.sha256 === opened?.own.headSha256);
    if (opened === null || signedOn === undefined) return { sha256, own: null };
    return { sha256, own: { ...opened.own, bytes: signedOn.bytes } };
  });
}

function openedFor(agreementId: number, documents: readonly BatchDocument[]): OpenedSet | null {
  const items = documents.flatMap(({ number, headSha256, salt, ...document }) =>
    salt === null ? [] : [{ isOwn: document.agreementId === agreementId, number, headSha256, salt }],
  );
  const own = items.find(({ isOwn }) => isOwn);
  if (own === undefined || items.length < documents.length) return null;
  const { number, headSha256, salt } = own;
  return { text: setText(items), own: { number, headSha256, salt } };
}

function digestOf({ number, headSha256, salt }: BatchDocument): string | null {
  return salt === null ? null : itemDigest({ number, headSha256, salt });
}
