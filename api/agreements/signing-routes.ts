import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { readAgreement } from './agreement-store.ts';
import { delegateTo } from './delegation.ts';
import { readFile } from './files.ts';
import { hideHandwriting } from './handwriting.ts';
import { endSession, type SignerPlace } from './link-store.ts';
import { networkTries } from './network-tries.ts';
import { pageCounter } from './page-count.ts';
import type { AgreementParts } from './parts.ts';
import { presentSigning } from './present-signing.ts';
import { noteReading } from './reading.ts';
import { refusedFor } from './refused-for.ts';
import { readHead, readRevisions } from './revision-store.ts';
import { certificate, pdf } from './routes.ts';
import { readSealPicture } from './seal-picture.ts';
import { approveAs, sign } from './sign.ts';
import { confirmAs, declineAs, open } from './signer-acts.ts';
import { sendCode } from './signer-codes.ts';
import { answeredBefore, answerSignerOnce } from './signer-once.ts';
import { readSigner } from './signer-store.ts';
import { typedBySigner } from './signer-input.ts';
import { signerOnly } from './signer-only.ts';
import { clearSigningCookie, readSigningToken, writeSigningCookie } from './signing-cookie.ts';
import {
  Approval,
  CodeQuery,
  Delegation,
  DraftConfirmation,
  Exchange,
  Reading,
  Refusal,
  SentCode,
  Signature,
  Signed,
  Signing,
} from './signing-schema.ts';

const tags = ['signing'];
const json = (description: string, schema: z.ZodType) => ({
  200: { description, content: { 'application/json': { schema: resolver(schema) } } },
});
const done = { 204: { description: 'Done' } };
/** 签署: what reaches a signer by his link alone. Who comes without one finds nothing here. */
export function signingRoutes(parts: AgreementParts) {
  const { database, blobs, secrets, isHttps, now } = parts;
  const { sql } = database;
  const bySigner = signerOnly(parts);
  const countPages = pageCounter(blobs);
  const tries = networkTries(parts);
  return new Hono()
    .post(
      '/api/signing/exchange',
      allow('public'),
      describeRoute({ summary: 'A link for a session on this device', tags, responses: done }),
      checked('query', NoQuery),
      typedBySigner(Exchange),
      async (context) => {
        context.header('Cache-Control', 'private, no-store');
        const { token } = context.req.valid('json');
        const earlier = readSigningToken(context, isHttps);
        const session = await database.transaction(async (tx) => {
          const opened = await open(tx, parts, { token, earlier });
          if (opened !== null) await tries.liveLink(tx, token);
          return opened;
        });
        if (session === null) {
          await tries.deadLink(context);
          throw refusedFor('dead-link', 'not-found', {
            detail: '链接无效或已失效，请联系发出协议的招商人员重新发送。',
          });
        }
        writeSigningCookie(context, session, isHttps);
        return context.body(null, 204);
      },
    )
    .delete(
      '/api/signing',
      allow('public'),
      describeRoute({ summary: 'Leave: this device forgets the signer', tags, responses: done }),
      checked('query', NoQuery),
      async (context) => {
        const session = readSigningToken(context, isHttps);
        if (session !== null) await endSession(sql, session);
        clearSigningCookie(context, isHttps);
        return context.body(null, 204);
      },
    )
    .get(
      '/api/signing',
      allow('public'),
      bySigner,
      describeRoute({ summary: 'What is to be signed', tags, responses: json('In full', Signing) }),
      checked('query', NoQuery),
      async (context) =>
        context.json(await presentSigning({ parts, place: context.get('signer'), countPages })),
    )
    .get(
      '/api/signing/pdf',
      allow('public'),
      bySigner,
      describeRoute({
        summary: 'The file: the draft, what is to be signed, or the sealed one',
        tags,
        responses: { 200: { description: 'PDF', content: { 'application/pdf': {} } } },
      }),
      checked('query', NoQuery),
      async (context) => {
        const { agreementId } = context.get('signer');
        const agreement = await readAgreement(sql, agreementId);
        const [base] = await readRevisions(sql, agreementId);
        const head = agreement.state === 'completed' ? await readHead(sql, agreementId) : base;
        const file = head ?? { blob: agreement.draftBlob, sha256: agreement.draftSha256 };
        return pdf(context, await readFile(blobs, file), agreement.number);
      },
    )
    .get(
      '/api/signing/certificate.pdf',
      allow('public'),
      bySigner,
      describeRoute({
        summary: 'What the register says of the signing, as a sheet (签署证书)',
        tags,
        responses: { 200: { description: 'PDF', content: { 'application/pdf': {} } } },
      }),
      checked('query', NoQuery),
      async (context) =>
        await certificate(context, parts, await readAgreement(sql, context.get('signer').agreementId)),
    )
    .post(
      '/api/signing/confirm',
      allow('public'),
      bySigner,
      describeRoute({ summary: 'The draft was read and is right', tags, responses: done }),
      checked('query', NoQuery),
      typedBySigner(DraftConfirmation),
      async (context) => {
        const signer = context.get('signer');
        return answerSignerOnce(context, { database, now, session: signer.session }, async () => {
          await confirmAs(parts, { ...signer, ...context.req.valid('json') });
          return null;
        });
      },
    )
    .post(
      '/api/signing/read',
      allow('public'),
      bySigner,
      describeRoute({ summary: 'The end of the text was reached', tags, responses: done }),
      checked('query', NoQuery),
      typedBySigner(Reading),
      async (context) => {
        const reading = context.req.valid('json');
        const signer = context.get('signer');
        await database.transaction((tx) => noteReading(tx, parts, { ...signer, reading }));
        return context.body(null, 204);
      },
    )
    .post(
      '/api/signing/otp',
      allow('public'),
      bySigner,
      describeRoute({ summary: 'Send the one-time code (验证码)', tags, responses: json('Sent', SentCode) }),
      checked('query', CodeQuery),
      async (context) => {
        const { session, ...place } = context.get('signer');
        const { purpose: asked } = context.req.valid('query');
        return answerSignerOnce(context, { database, now, session }, () =>
          database.transaction((tx) => sendCode(tx, parts, { ...place, asked })),
        );
      },
    )
    .post(
      '/api/signing/sign',
      allow('public'),
      bySigner,
      describeRoute({ summary: 'Sign', tags, responses: json('Signed', Signed) }),
      checked('query', NoQuery),
      typedBySigner(Signature),
      async (context) => {
        const signer = context.get('signer');
        return answerSignerOnce(context, { database, now, session: signer.session }, async () => {
          const { otp, sealPicture, ...signature } = context.req.valid('json');
          const picture = await readSealPicture(sealPicture);
          await sign(parts, { ...signer, signature, picture, proof: { kind: 'code', otp } });
          return await standing(signer);
        });
      },
    )
    .delete(
      '/api/signing/handwriting',
      allow('public'),
      bySigner,
      describeRoute({ summary: 'One’s handwriting is shown at no event any more', tags, responses: done }),
      checked('query', NoQuery),
      async (context) => {
        await hideHandwriting(parts, context.get('signer'));
        return context.body(null, 204);
      },
    )
    .post(
      '/api/signing/approve',
      allow('public'),
      bySigner,
      describeRoute({
        summary: 'Approve, as an inner approver, or attest, as a witness',
        tags,
        responses: json('Done', Signed),
      }),
      checked('query', NoQuery),
      typedBySigner(Approval),
      async (context) => {
        const signer = context.get('signer');
        return answerSignerOnce(context, { database, now, session: signer.session }, async () => {
          await approveAs(parts, { ...signer, ...context.req.valid('json') });
          return await standing(signer);
        });
      },
    )
    .post(
      '/api/signing/decline',
      allow('public'),
      bySigner,
      describeRoute({ summary: 'Decline, with a reason; it ends the agreement', tags, responses: done }),
      checked('query', NoQuery),
      typedBySigner(Refusal),
      async (context) => {
        const signer = context.get('signer');
        return answerSignerOnce(context, { database, now, session: signer.session }, async () => {
          await declineAs(parts, { ...signer, ...context.req.valid('json') });
          return null;
        });
      },
    )
    .post(
      '/api/signing/delegate',
      allow('public'),
      // His part is handed on with it: who asks again has no session any more.
      answeredBefore(parts),
      bySigner,
      describeRoute({
        summary: 'Ask to hand one’s part to another person, whom the office admits or not',
        tags,
        responses: done,
      }),
      checked('query', NoQuery),
      typedBySigner(Delegation),
      async (context) => {
        const signer = context.get('signer');
        return answerSignerOnce(context, { database, now, session: signer.session }, async () => {
          await delegateTo(parts, { ...signer, asked: context.req.valid('json') });
          clearSigningCookie(context, isHttps);
          return null;
        });
      },
    );

  async function standing({ agreementId, position }: SignerPlace): Promise<Signed> {
    const agreement = await readAgreement(sql, agreementId);
    const signer = await readSigner(sql, secrets, { agreementId, position });
    return { number: agreement.number, status: agreement.state, state: signer.state };
  }
}
