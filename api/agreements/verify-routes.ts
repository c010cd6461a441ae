import { Hono, type Context } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { clientAddress, networkOf } from '../accounts/client-address.ts';
import { AppError } from '../errors.ts';
import { parseForm, refusedPart, refuseOtherType } from '../multipart/form.ts';
import { allow } from '../policies.ts';
import { takeProcessTurns } from '../processes/process-turns.ts';
import { checked, NoQuery } from '../validation.ts';
import { networkTries } from './network-tries.ts';
import type { AgreementParts } from './parts.ts';
import { NumberPath } from './agreement-schema.ts';
import { examine } from './examine.ts';
import { verifyByNumber, verifyFile, type Readers, type Use } from './verify.ts';
import { Verification, VerifyQuery } from './verify-schema.ts';
import { takeUploads } from './verify-uploads.ts';

const tags = ['verify'];
const answer = {
  200: { description: 'Five findings', content: { 'application/json': { schema: resolver(Verification) } } },
};
const pdfType = 'application/pdf';
const mostBytes = 20 * 1024 * 1024;
const formLimits = {
  // Beside the file its name and the borders of the form.
  bytes: mostBytes + 64 * 1024,
  parts: 1,
  tooLarge: '文件超过 20 MB。',
  tooMany: '一次查验一份文件。',
};
const detail = '同时查验的文件较多，请稍后再试。';
const uploadLimits = {
  bytes: formLimits.bytes,
  tooLarge: formLimits.tooLarge,
  mostIncoming: 64,
  mostIncomingOfOne: 24,
  mostInMemory: 4,
  detail,
};
/** Each process may hold some hundred megabytes; what waits lies on the disk. */
const foreignTurns = {
  mostAtOnce: 2,
  mostWaiting: 12,
  mostWaitingOfOne: 6,
  longestWaitMs: 45_000,
  detail,
};
/** What the register knows is read in a thread of ours, in some tenths of a second. */
const ownTurns = { mostAtOnce: 2, mostWaiting: 40, mostWaitingOfOne: 20, longestWaitMs: 45_000, detail };

/** 查验: for anybody, with a number and its code, or with the file itself. */
export function verifyRoutes(parts: AgreementParts) {
  const { isTrustedProxy, roots, papers } = parts;
  const uploads = takeUploads(parts.blobs, uploadLimits);
  const [inForeignTurn, inOwnTurn] = [takeProcessTurns(foreignTurns), takeProcessTurns(ownTurns)];
  const tries = networkTries(parts);
  const addressOf = (context: Context) => networkOf(clientAddress(context, isTrustedProxy));
  const readersFor = (context: Context): Readers => {
    const { signal } = context.req.raw;
    const asker = { address: addressOf(context), signal };
    return {
      // Our own work needs no process of its own.
      own: (use) => inOwnTurn(asker, () => use((bytes) => papers.facts(bytes, roots).catch(nothingRead))),
      foreign: async (use) => {
        await tries.unknownFile(context);
        return await inForeignTurn(asker, () => use((bytes) => examine(bytes, roots, signal)));
      },
    };
  };
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
        const asked = { number, ...context.req.valid('query') };
        const verified = await verifyByNumber(parts, asked, readersFor(context));
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
        const type = context.req.header('Content-Type') ?? '';
        if (!type.startsWith(pdfType)) refuseOtherType(type);
        else if (Number(context.req.header('Content-Length') ?? 0) > mostBytes) throw tooLarge();
        const sent = { request: context.req.raw, address: addressOf(context) };
        context.header('Cache-Control', 'private, no-store');
        return await uploads(sent, async (upload) => {
          const use: Use = (read) => upload.use(async (body) => read(await pdfOf(body, type)));
          return context.json(await verifyFile(parts, use, readersFor(context)));
        });
      },
    );
}

/** Null for what cannot be read; a deadline that passed is the asker's to know. */
function nothingRead(error: unknown): null {
  if (error instanceof AppError) throw error;
  return null;
}

function tooLarge(): AppError {
  return new AppError('too-large', { detail: formLimits.tooLarge });
}

/** Of a form its one file; the body itself as a PDF. */
async function pdfOf(body: Buffer, type: string): Promise<Uint8Array> {
  if (type.startsWith(pdfType)) {
    if (body.length > mostBytes) throw tooLarge();
    return body;
  }
  const file = (await parseForm(body, { type, ...formLimits })).get('file');
  if (!(file instanceof File)) throw refusedPart('file', '请选择要查验的 PDF。');
  return new Uint8Array(await file.arrayBuffer());
}
