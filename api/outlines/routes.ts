import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { City } from '../city/pack.ts';
import { AppError } from '../errors.ts';
import { readOutlinesInWorker } from '../imports/read-in-worker.ts';
import { departmentOf } from '../intakes/open-intake.ts';
import type { ReadingTurns } from '../intakes/reading-turns.ts';
import { readUpload } from '../intakes/uploads.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked, NoQuery } from '../validation.ts';
import { ReadOutlines } from './schema.ts';

const unsaidRules = new Set(['crs-zone-missing', 'crs-assumed-cgcs2000']);

const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(Problem) } },
});

/** 读取界址: the outlines in survey files, for the editor to take one of. Reads in turn with the batches and writes nothing. */
export function outlineRoutes({ city, inTurn }: { city: City; inTurn: ReadingTurns }) {
  return new Hono().post(
    '/api/staff/outlines',
    allow(['publisher']),
    describeRoute({
      summary: 'Read the outlines of survey files; nothing is written',
      description:
        'multipart/form-data: `file` (repeatable, or one zip; TXT of 勘测定界, shapefile or GeoJSON), `crs` (e.g. EPSG:4549).',
      tags: ['imports'],
      responses: {
        200: {
          description: 'Outlines in EPSG:4490 and what was found',
          content: { 'application/json': { schema: resolver(ReadOutlines) } },
        },
        400: refusal('No readable multipart body'),
        413: refusal('Too large'),
        422: refusal('A part that means nothing here'),
        429: refusal('Other files are being read'),
      },
    }),
    checked('query', NoQuery),
    async (context) => {
      const actor = context.get('actor');
      const { outlines, findings } = await inTurn(actor.accountId, async (turn) => {
        const { files, crs, department } = await readUpload(context.req.raw);
        if (department !== undefined && department !== departmentOf(actor)) throw new AppError('not-found');
        await turn();
        return await readOutlinesInWorker(files, {
          pack: city.pack,
          signal: context.req.raw.signal,
          ...(crs !== undefined && { crs }),
        });
      });
      const answer: ReadOutlines = {
        items: outlines,
        findings,
        asksForCrs: findings.some(({ rule }) => unsaidRules.has(rule)),
      };
      return context.json(answer);
    },
  );
}
