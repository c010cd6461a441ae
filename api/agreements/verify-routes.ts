import { Hono, type Context } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { clientAddress, networkOf } from '../accounts/client-address.ts';
import { AppError } from '../errors.ts';
import { readForm, refusedPart } from '../multipart/form.ts';
import { allow } from '../policies.ts';
import { takeProcessTurns } from '../processes/process-turns.ts';
import { checked, NoQuery } from '../validation.ts';
import { networkTries } from './network-tries.ts';
import type { AgreementParts } from './parts.ts';
import { NumberPath } from './agreement-schema.ts';
import { examine } from './examine.ts';
import { verifyByNumber, verifyFile } from './verify.ts';
import { Verification, VerifyQuery } from './verify-schema.ts';

const tags = ['verify'];
const answer = {
  200: { description: 'Five findings', content: { 'application/json': { schema: resolver(Verification) } } },
};
const mostBytes = 20 * 1024 * 1024;
const formLimits = {
  // Beside the file its name and the borders of the form.
  bytes: mostBytes + 64 * 1024,
  parts: 1,
  tooLarge: '文件超过 20 MB。',
  tooMany: '一次查验一份文件。',
};
/** Each process may hold some hundred megabytes, each that waits its 20 MB. */
const turnLimits = {
  mostAtOnce: 2,
  mostWaiting: 12,
  mostWaitingOfOne: 6,
  longestWaitMs: 45_000,
  detail: '同时查验的文件较多，请稍后再试。',
};

/** 查验: for anybody, with a number and its code, or with the file itself. */
export function verifyRoutes(parts: AgreementParts) {
  const { isTrustedProxy, roots } = parts;
  const inTurn = takeProcessTurns(turnLimits);
  const tries = networkTries(parts);
  return new Hono()
    .get(
      '/api/verify/:number',
      allow('public'),
      describeRoute({ summary: 'What the register says of an agreement', tags, responses: answer }),
      checked('param', NumberPath),
      checked('query', VerifyQuery),
      async (context) => {
        const { number } = context.req.valid('param');
        const tried = await tries.code(context, number);
        const verified = await verifyByNumber(parts, { number, ...context.req.valid('query') });
        if (verified === null) {
          await tried.wrong();
          throw new AppError('not-found', { detail: '编号与查验码不符，请核对文件上印的两项。' });
        }
        await tried.right();
        context.header('Cache-Control', 'private, no-store');
        return context.json(verified);
      },
    )
    .post(
      '/api/verify',
      allow('public', { withoutOrigin: true }),
      describeRoute({
        summary: 'Whether a file is what the register has',
        description: 'The PDF as the part `file` of a form, or as the body itself (application/pdf).',
        tags,
        responses: answer,
      }),
      checked('query', NoQuery),
      async (context) => {
        await tries.file(context);
        const bytes = await readPdf(context);
        const { signal } = context.req.raw;
        const asker = { address: networkOf(clientAddress(context, isTrustedProxy)), signal };
        const read = async (file: Uint8Array) => {
          await tries.unknownFile(context);
          return await inTurn(asker, () => examine(file, roots, signal));
        };
        context.header('Cache-Control', 'private, no-store');
        return context.json(await verifyFile(parts, bytes, read));
      },
    );
}

async function readPdf(context: Context): Promise<Uint8Array> {
  const type = context.req.header('Content-Type') ?? '';
  if (type.startsWith('application/pdf')) {
    if (Number(context.req.header('Content-Length') ?? 0) > mostBytes)
      throw new AppError('too-large', { detail: formLimits.tooLarge });
    return await readBody(context);
  }
  const form = await readForm(context.req.raw, formLimits);
  const file = form.get('file');
  if (!(file instanceof File)) throw refusedPart('file', '请选择要查验的 PDF。');
  return new Uint8Array(await file.arrayBuffer());
}

/** Counted as it comes, whatever its header says. */
async function readBody(context: Context): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (context.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new AppError('too-large', { detail: formLimits.tooLarge });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
