import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import type { City } from '../city/pack.ts';
import type { Database } from '../db/database.ts';
import { readMark } from '../drafts/mark-rules.ts';
import { CodePath, IfMatch } from '../drafts/schema.ts';
import { takeReadingTurns } from '../intakes/reading-turns.ts';
import { ParcelAsOf } from '../parcels/query-schema.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked, NoQuery } from '../validation.ts';
import { addAttachment, refuseUnwanted } from './add-attachment.ts';
import type { Blobs } from './blobs.ts';
import { examineInProcess } from './examine-in-process.ts';
import { honestName } from './name-rules.ts';
import { refusedFile } from './refusals.ts';
import { AddedAttachment, AttachmentPath } from './schema.ts';
import { findServedFile } from './serve.ts';
import { readAttachmentUpload, type AttachmentUpload } from './uploads.ts';

export type AttachmentParts = { database: Database; city: City; blobs: Blobs; now: () => Date };

const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(Problem) } },
});
const inOtherTurn = '正在读取其他附件，请稍候再上传。';

/** 附件: files come in as a part of a draft, and go out while they may be seen. */
export function attachmentRoutes({ database, city, blobs, now }: AttachmentParts) {
  const inTurn = takeReadingTurns(inOtherTurn);
  return new Hono()
    .post(
      '/api/parcels/:code/attachments',
      allow(['publisher']),
      describeRoute({
        summary: 'Add a file to a draft, or begin one from what is public with it',
        description:
          'multipart/form-data: `file` (PDF, JPEG, PNG or WebP; 20 MB), `kind`, `visibility`, `title?`. If-Match as for PATCH. Images are drawn anew and lose what else they hold; a PDF with scripts, files or a password is refused.',
        tags: ['attachments'],
        responses: {
          201: {
            description: 'The file as a part of the draft',
            content: { 'application/json': { schema: resolver(AddedAttachment) } },
          },
          404: refusal('No such parcel of the own department'),
          409: refusal('It waits for review'),
          412: refusal('Somebody changed the draft'),
          413: refusal('Too large'),
          422: refusal('Not a file that is taken; `errors[0].message` is the rule'),
          429: refusal('Other files are being read'),
        },
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      checked('header', IfMatch),
      async (context) => {
        const { code } = context.req.valid('param');
        const ifMatch = readMark(context.req.valid('header')['if-match']);
        const actor = context.get('actor');
        await refuseUnwanted(database.sql, code, { actor, at: now() });
        const { upload, examined } = await inTurn(actor.accountId, async (turn) => {
          const sent = await readAttachmentUpload(context.req.raw);
          await turn();
          return { upload: sent, examined: await examineInProcess(sent.bytes, context.req.raw.signal) };
        });
        if (!examined.ok) throw refusedFile(examined.refusal);
        const { kind, title, visibility } = upload;
        const { mediaType, bytes } = examined;
        const file = {
          id: randomUUID(),
          fileName: honestName(upload.fileName, mediaType),
          mediaType,
          bytes: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        };
        await blobs.write(file.id, bytes);
        let isKept = false;
        try {
          const once = { database, now, requestHash: hashUpload(context.req.path, upload) };
          return await answerOnce(context, once, async (tx) => {
            const adding = { code, ifMatch, file, choice: { kind, title, visibility } };
            const added = await addAttachment(tx, adding, { actor, pack: city.pack, at: now() });
            // From here on it may be committed, whatever is heard of it.
            isKept = true;
            return { status: 201, body: added };
          });
        } finally {
          if (!isKept) await blobs.remove(file.id);
        }
      },
    )
    .get(
      '/api/attachments/:id',
      allow('public'),
      describeRoute({
        summary: 'One file',
        description: 'To everybody while it is public; `asOf` as for its parcel. To staff by their rights.',
        tags: ['attachments'],
        responses: {
          200: { description: 'Its bytes, to be saved' },
          304: { description: 'As the entity tag says' },
          404: refusal('No such file, or not for the one who asks'),
          410: refusal('Public once; its parcel was withdrawn or recalled since'),
        },
      }),
      checked('param', AttachmentPath),
      checked('query', ParcelAsOf),
      async (context) => {
        const { asOf } = context.req.valid('query');
        const at = new Date(Math.min(now().getTime(), asOf === undefined ? Infinity : Date.parse(asOf)));
        const { id } = context.req.valid('param');
        const file = await findServedFile(database.sql, { id, at, identify: context.get('identify') });
        const entityTag = `"${file.sha256}"`;
        context.header('ETag', entityTag);
        // Asked for anew each time: what is recalled is gone from caches at once.
        context.header('Cache-Control', file.isPublic ? 'public, no-cache' : 'private, no-store');
        if (context.req.header('If-None-Match') === entityTag) return context.body(null, 304);
        const handle = await blobs.open(id);
        const name = encodeURIComponent(file.fileName).replace(/['()*]/g, escapeMark);
        return context.body(Readable.toWeb(handle.createReadStream()) as ReadableStream, 200, {
          'Content-Type': file.mediaType,
          'Content-Length': String(file.bytes),
          'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
          'X-Content-Type-Options': 'nosniff',
        });
      },
    );
}

/** RFC 8187 allows fewer marks than encodeURIComponent leaves. */
function escapeMark(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
}

function hashUpload(path: string, { bytes, ...said }: AttachmentUpload): Buffer {
  return createHash('sha256')
    .update(`POST ${path}\n${JSON.stringify(said)}\n`)
    .update(bytes)
    .digest();
}
