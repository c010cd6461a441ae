import { z } from 'zod';
import type { Sql } from '../db/database.ts';
import { readBatchDocuments, type BatchDocument } from './batch-store.ts';
import { canonicalJson } from './canonical-json.ts';
import { batchConsentText, consentText } from './consent.ts';
import type { EventRow } from './event-store.ts';
import { inFours } from './paper/words.ts';

const SignDetails = z.object({ consent: z.string(), batch: z.string().optional() });

/** What each signer agreed to, in the words that he read; `sets`: the canonical text of each set, by its digest (清单摘要). */
export async function agreedConsents(sql: Sql, agreementId: number, events: readonly EventRow[]) {
  const sets = new Map<string, string>();
  const consents: { signer: number | null; version: string; setSha256: string | null; text: string }[] = [];
  for (const { position: signer, details } of events.filter(({ kind }) => kind === 'sign')) {
    const { consent: version, batch } = SignDetails.parse(JSON.parse(details));
    if (batch === undefined) {
      consents.push({ signer, version, setSha256: null, text: consentText(version) });
      continue;
    }
    const documents = await readBatchDocuments(sql, { agreementId, set: Buffer.from(batch, 'hex') });
    sets.set(batch, canonicalJson(documents.map(({ number, headSha256 }) => ({ number, headSha256 }))));
    consents.push({ signer, version, setSha256: batch, text: batchConsentText(documents.map(named)) });
  }
  return { consents, sets };
}

function named({ number, title, contentSha256 }: BatchDocument) {
  return { number, title, digest: inFours(contentSha256.slice(0, 16)) };
}
