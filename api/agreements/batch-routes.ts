import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';
import { shanghaiTime } from '../calendar/rules.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { sendBatchCode } from './batch-code.ts';
import { maySignNow, placeOf, placesOfPerson } from './batch-places.ts';
import { BatchCodeAsked, BatchSignature, SentBatchCode, SignedBatch, SigningBatch } from './batch-schema.ts';
import { signBatch } from './batch-sign.ts';
import { handwritingConsent } from './handwriting.ts';
import type { SignerPlace } from './link-store.ts';
import type { AgreementParts } from './parts.ts';
import { readingOf } from './reading-store.ts';
import { readRecalledCodes } from './recalled-store.ts';
import { readRevisions } from './revision-store.ts';
import { codeTo } from './signer-codes.ts';
import { answerSignerOnce } from './signer-once.ts';
import { typedBySigner } from './signer-input.ts';
import { signerOnly } from './signer-only.ts';
import { wholeText } from './whole-text.ts';

const tags = ['signing'];
const json = (description: string, schema: z.ZodType) => ({
  200: { description, content: { 'application/json': { schema: resolver(schema) } } },
});

/** 批量签署: what one person opened in one browser, link by link, signed with one code. */
export function batchRoutes(parts: AgreementParts) {
  const { database, now } = parts;
  const { sql } = database;
  const bySigner = signerOnly(parts);
  return new Hono()
    .get(
      '/api/signing/batch',
      allow('public'),
      bySigner,
      describeRoute({
        summary: 'What the same person opened in this browser and may sign now',
        tags,
        responses: json('Each with its text', SigningBatch),
      }),
      checked('query', NoQuery),
      async (context) => context.json(await present(context.get('signer'))),
    )
    .post(
      '/api/signing/batch/otp',
      allow('public'),
      bySigner,
      describeRoute({
        summary: 'Send one code for the whole set, in the state it has',
        tags,
        responses: json('Sent', SentBatchCode),
      }),
      checked('query', NoQuery),
      typedBySigner(BatchCodeAsked),
      async (context) => {
        const signer = context.get('signer');
        const { items } = context.req.valid('json');
        return answerSignerOnce(context, { database, now, session: signer.session }, () =>
          database.transaction((tx) => sendBatchCode(tx, parts, { ...signer, items })),
        );
      },
    )
    .post(
      '/api/signing/batch/sign',
      allow('public'),
      bySigner,
      describeRoute({
        summary: 'Sign the set, each document by itself',
        tags,
        responses: json('What became of each', SignedBatch),
      }),
      checked('query', NoQuery),
      typedBySigner(BatchSignature),
      async (context) => {
        const signer = context.get('signer');
        return answerSignerOnce(context, { database, now, session: signer.session }, () =>
          signBatch(parts, {
            ...signer,
            signature: context.req.valid('json'),
          }),
        );
      },
    );

  async function present(came: SignerPlace & { session: string }): Promise<SigningBatch> {
    const { self, places } = await placesOfPerson(sql, parts, came);
    const items: SigningBatch['items'] = [];
    const shown: SignerPlace[] = [];
    for (const place of places) {
      if (!(await maySignNow(sql, place, now()))) continue;
      const { agreement, signer } = place;
      const revisions = await readRevisions(sql, agreement.id);
      const [base, head] = [revisions[0], revisions.at(-1)];
      if (base === undefined || head === undefined) continue;
      shown.push(placeOf(place));
      items.push({
        number: agreement.number,
        title: agreement.content.title,
        organisation: signer.contact.organisation,
        party: signer.party,
        capacity: signer.capacity,
        baseSha256: base.sha256.toString('hex'),
        headSha256: head.sha256.toString('hex'),
        contentSha256: agreement.contentSha256.toString('hex'),
        isRead:
          (await readingOf(sql, { ...placeOf(place), contentSha256: agreement.contentSha256 })) !== null,
        text: wholeText(agreement),
        deadline: shanghaiTime(agreement.deadline),
        isTest: agreement.isTest,
        recalledParcels: await readRecalledCodes(sql, agreement.id),
      });
    }
    const handwriting = await handwritingConsent(sql, shown);
    const codeChannel = self.contact.phone === null ? 'mail' : 'sms';
    return { items, handwriting, codeChannel, codeTo: codeTo(self) };
  }
}
