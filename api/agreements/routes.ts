import { Hono, type Context } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { openAgreement } from './access.ts';
import { Agreement, AgreementPage, AgreementQuery, NumberPath } from './agreement-schema.ts';
import { readAccountEmail, type AgreementRecord } from './agreement-store.ts';
import { certificateOf } from './certificate.ts';
import { evidencePackage } from './evidence.ts';
import { readFile } from './files.ts';
import { listAgreements } from './list-store.ts';
import { asNamed } from './named-rules.ts';
import { actsForParty } from './named-store.ts';
import type { AgreementParts } from './parts.ts';
import { departmentOf } from './prepare.ts';
import { presentAgreement } from './present.ts';
import { readHead } from './revision-store.ts';

const tags = ['agreements'];
const readers = ['publisher', 'reviewer', 'investor'] as const;
const answers = (description: string, schema: z.ZodType) => ({
  200: { description, content: { 'application/json': { schema: resolver(schema) } } },
});
const pageSize = 50;

/** 协议, as the office and the named read them. */
export function agreementRoutes(parts: AgreementParts) {
  const { database, blobs, secrets } = parts;
  const { sql } = database;
  const open = (context: Context, number: string) =>
    openAgreement(sql, { secrets }, { number, actor: context.get('actor') });
  /** Who is named has to act in it: who only looks on is told that there is nothing. */
  const openEvidence = async (context: Context, number: string) => {
    const { agreement, side } = await open(context, number);
    if (side !== 'named') return { agreement, reader: { side } };
    const { accountId } = context.get('actor');
    const email = await readAccountEmail(sql, accountId);
    if (!(await actsForParty(sql, secrets, { agreementId: agreement.id, email })))
      throw new AppError('not-found');
    return { agreement, reader: { side, accountId } };
  };
  return new Hono()
    .get(
      '/api/agreements',
      allow([...readers]),
      describeRoute({
        summary: 'Agreements of one’s department; of all for reviewers; one’s own for investors',
        tags,
        responses: answers('A page, the newest first', AgreementPage),
      }),
      checked('query', AgreementQuery),
      async (context) => {
        const actor = context.get('actor');
        const { status = null, before = null } = context.req.valid('query');
        const whose =
          actor.role === 'investor'
            ? { email: await readAccountEmail(sql, actor.accountId) }
            : { department: actor.role === 'reviewer' ? null : departmentOf(actor) };
        const found = await listAgreements(sql, secrets, {
          whose,
          state: status,
          before,
          limit: pageSize + 1,
        });
        const shown = found.slice(0, pageSize);
        const next = found.length > pageSize ? (shown.at(-1)?.id ?? null) : null;
        return context.json({ items: shown.map(({ row }) => row), next } satisfies AgreementPage);
      },
    )
    .get(
      '/api/agreements/:number',
      allow([...readers]),
      describeRoute({ summary: 'One agreement', tags, responses: answers('As it stands', Agreement) }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const { agreement, side, positions } = await open(context, context.req.valid('param').number);
        context.header('ETag', `"${agreement.version}"`);
        const whole = await presentAgreement(parts, agreement.id);
        return context.json(side === 'named' ? asNamed(whole, positions) : whole);
      },
    )
    .get(
      '/api/agreements/:number/pdf',
      allow([...readers]),
      describeRoute({
        summary: 'The draft, or the sealed file once all have signed',
        tags,
        responses: { 200: { description: 'PDF', content: { 'application/pdf': {} } } },
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const { agreement } = await open(context, context.req.valid('param').number);
        if (['sent', 'in-progress', 'sealing', 'seal-failed'].includes(agreement.state))
          throw new AppError('conflict', { detail: '全部签署并封存后方可下载。' });
        const head = agreement.state === 'completed' ? await readHead(sql, agreement.id) : null;
        const file = head ?? { blob: agreement.draftBlob, sha256: agreement.draftSha256 };
        return pdf(context, await readFile(blobs, file), agreement.number);
      },
    )
    .get(
      '/api/agreements/:number/certificate.pdf',
      allow([...readers]),
      describeRoute({
        summary: 'What the register says of the signing, as a sheet (签署证书)',
        tags,
        responses: { 200: { description: 'PDF', content: { 'application/pdf': {} } } },
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const { agreement } = await open(context, context.req.valid('param').number);
        return await certificate(context, parts, agreement);
      },
    )
    .get(
      '/api/agreements/:number/evidence.zip',
      allow([...readers]),
      describeRoute({
        summary: 'Everything to check it with, without this portal (证据包)',
        tags,
        responses: { 200: { description: 'Zip', content: { 'application/zip': {} } } },
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const { agreement, reader } = await openEvidence(context, context.req.valid('param').number);
        if (agreement.state !== 'completed')
          throw new AppError('conflict', { detail: '全部签署并封存后方有证据包。' });
        context.header('Content-Type', 'application/zip');
        context.header('Content-Disposition', `attachment; filename="${agreement.number}-evidence.zip"`);
        return context.body(await evidencePackage(parts, agreement, reader));
      },
    );
}

export function pdf(context: Context, bytes: Uint8Array<ArrayBuffer>, number: string): Response {
  context.header('Content-Type', 'application/pdf');
  context.header('Content-Disposition', `attachment; filename="${number}.pdf"`);
  return context.body(bytes);
}

/** @throws AppError `conflict` (409) before all have signed and it is sealed. */
export async function certificate(
  context: Context,
  parts: AgreementParts,
  agreement: AgreementRecord,
): Promise<Response> {
  if (agreement.state !== 'completed')
    throw new AppError('conflict', { detail: '全部签署并封存后方有签署证书。' });
  return pdf(context, await certificateOf(parts, agreement), `${agreement.number}-certificate`);
}
