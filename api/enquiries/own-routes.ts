import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Hono, type Context } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { Blobs } from '../attachments/blobs.ts';
import { AppError } from '../errors.ts';
import type { ReadingTurns } from '../intakes/reading-turns.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked, NoQuery } from '../validation.ts';
import { openCase } from './access.ts';
import { addFile, takeFile } from './add-file.ts';
import { erase } from './erase.ts';
import { exportCase } from './export-case.ts';
import { listFiles, openFileName } from './file-store.ts';
import type { AskingParts } from './parts.ts';
import { readWholeCase } from './reading.ts';
import { Enquiry, FilePath, NumberPath } from './schema.ts';
import { askingOf, takeTurn } from './take-turn.ts';
import { countWord } from './throttle.ts';
import { answerAskerOnce, answeredBefore } from './visitor-answer.ts';

const tags = ['enquiries'];
const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(Problem) } },
});

/** Files of a case, and what whoever asked may do with what is kept of him (PIPL Art. 45, 47). */
export function ownEnquiryRoutes(parts: AskingParts & { blobs: Blobs; inTurn: ReadingTurns }) {
  const { database, blobs, inTurn, secrets, turns, now } = parts;
  const once = { database, now };
  const open = (context: Parameters<typeof openCase>[0], number: string) =>
    openCase(context, database.sql, { number, at: now(), city: parts.city.pack.hotline.department });
  /** What is taken in or handed out is large: the turn is over once it is counted. */
  const openCounted = (context: Context, number: string) =>
    turns(askingOf(context, parts), async () => {
      const opened = await open(context, number);
      if (opened.viewer.side === 'asker')
        await database.transaction((tx) => countWord(tx, secrets, { enquiryId: opened.id, at: now() }));
      return opened;
    });
  return new Hono()
    .post(
      '/api/enquiries/:number/files',
      allow('public', { withoutOrigin: true }),
      describeRoute({
        summary: 'Add a file: by who asked, or to an answer',
        description: 'multipart/form-data: `file` (PDF, JPEG, PNG or WebP; 10 MB). Images are drawn anew.',
        tags,
        responses: {
          201: { description: 'The case', content: { 'application/json': { schema: resolver(Enquiry) } } },
          404: refusal('Missing, or not of the one who asks'),
          413: refusal('Too large'),
          422: refusal('Not a file that is taken'),
        },
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const opened = await openCounted(context, context.req.valid('param').number);
        const file = await inTurn(opened.id, (turn) => takeFile(context.req.raw, { blobs, turn }));
        let isKept = false;
        try {
          const requestHash = createHash('sha256')
            .update(`${context.req.path}\n${file.name}\n`)
            .update(file.sha256)
            .digest();
          await answerAskerOnce(context, { ...once, requestHash }, async (tx) => {
            await addFile(tx, parts, { opened, file });
            // From here on it may be committed, whatever is heard of it.
            isKept = true;
            return {};
          });
        } finally {
          if (!isKept) await blobs.remove(file.id);
        }
        context.header('Cache-Control', 'private, no-store');
        return context.json(await readWholeCase(parts, opened), 201);
      },
    )
    .get(
      '/api/enquiries/:number/files/:id',
      allow('public'),
      describeRoute({
        summary: 'A file of a case, to be saved',
        tags,
        responses: { 200: { description: 'Its bytes' }, 404: refusal('Missing, erased, or not theirs') },
      }),
      checked('param', FilePath),
      checked('query', NoQuery),
      async (context) => {
        const { number, id } = context.req.valid('param');
        const opened = await open(context, number);
        const [file] = await listFiles(database.sql, opened.id, id);
        if (file === undefined) throw new AppError('not-found');
        const handle = await blobs.open(file.id);
        const name = encodeURIComponent(openFileName(file.id, file.sealed, secrets));
        return context.body(Readable.toWeb(handle.createReadStream()) as ReadableStream, 200, {
          'Cache-Control': 'private, no-store',
          'Content-Type': file.mediaType,
          'Content-Length': String(file.bytes),
          'Content-Disposition': `attachment; filename*=UTF-8''${name.replace(/['()*]/g, escape)}`,
          'X-Content-Type-Options': 'nosniff',
        });
      },
    )
    .post(
      '/api/enquiries/:number/data',
      allow('public', { withoutOrigin: true }),
      describeRoute({
        summary: 'Everything kept of who asked, as a zip of JSON and files',
        tags,
        responses: { 200: { description: 'application/zip' }, 404: refusal('Missing, or not theirs') },
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const { number } = context.req.valid('param');
        const opened = await openCounted(context, number);
        if (opened.viewer.side !== 'asker') throw new AppError('not-found');
        // All its files are in memory at once: one case after the other.
        const zip = await inTurn(opened.id, async (turn) => {
          await turn();
          return await exportCase({ ...parts, blobs }, opened);
        });
        return context.body(zip, 200, {
          'Cache-Control': 'private, no-store',
          'Content-Type': 'application/zip',
          'Content-Disposition': `attachment; filename="${number}.zip"`,
        });
      },
    )
    .post(
      '/api/enquiries/:number/erase',
      allow('public', { withoutOrigin: true }),
      describeRoute({
        summary: 'Erase who asked and what was written; number and times stay',
        description: 'The link opens nothing afterwards.',
        tags,
        responses: { 201: { description: 'Erased' }, 404: refusal('Missing, or not theirs') },
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      takeTurn(parts),
      async (context) => {
        const { number } = context.req.valid('param');
        // Who sends it again, because the answer was lost, comes by a link that opens nothing any more.
        const before = await answeredBefore(context, database.sql);
        if (before !== null) return context.json(before, 201);
        const opened = await open(context, number);
        if (opened.viewer.side !== 'asker') throw new AppError('not-found');
        let files: string[] = [];
        const body = await answerAskerOnce(context, once, async (tx) => {
          files = await erase(tx, parts, opened);
          return { number, erasedAt: now().toISOString() };
        });
        for (const file of files) await blobs.remove(file);
        return context.json(body, 201);
      },
    );
}

/** RFC 8187 allows fewer marks than encodeURIComponent leaves. */
function escape(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
}
