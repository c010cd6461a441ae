import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';
import { answerOnce } from '../accounts/idempotency.ts';
import type { City } from '../city/pack.ts';
import type { Database } from '../db/database.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked, NoQuery } from '../validation.ts';
import { changeDraft, createDraft, discardDraft } from './drafts.ts';
import { readMark, writeMark } from './mark-rules.ts';
import { CodePath, DraftChange, IfMatch, NewDraft, SavedDraft } from './schema.ts';

export type DraftParts = { database: Database; city: City; now: () => Date };

const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(Problem) } },
});
const answer = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema: resolver(schema) } },
});

/** 草稿: what a department writes about its own parcels before anybody else sees it. */
export function draftRoutes({ database, city, now }: DraftParts) {
  const writing = { pack: city.pack };
  const once = { database, now };
  return new Hono()
    .post(
      '/api/parcels',
      allow(['publisher']),
      describeRoute({
        summary: 'Begin a parcel as a draft',
        tags: ['drafts'],
        responses: {
          201: answer('The draft', SavedDraft),
          409: refusal('The code is taken'),
          422: refusal('Nothing a draft may hold'),
        },
      }),
      checked('query', NoQuery),
      checked('json', NewDraft),
      async (context) => {
        const writer = { ...writing, actor: context.get('actor'), at: now() };
        return answerOnce(context, once, async (tx) => {
          const saved = await createDraft(tx, context.req.valid('json'), writer);
          context.header('ETag', writeMark({ isDraft: true, number: saved.revision }));
          return { status: 201, body: saved };
        });
      },
    )
    .patch(
      '/api/parcels/:code',
      allow(['publisher']),
      describeRoute({
        summary: 'Change a draft, or begin one from what is public',
        description:
          'If-Match is the revision of the draft, `"draft-7"` or `"7"`; where there is none, the version of the parcel. A part of the content that is given replaces that part, null empties it.',
        tags: ['drafts'],
        responses: {
          200: answer('The draft', SavedDraft),
          404: refusal('No such parcel of the own department'),
          409: refusal('It waits for review'),
          412: refusal('Somebody changed it; `detail` and `errors` say who and what'),
          422: refusal('Nothing a draft may hold'),
        },
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      checked('header', IfMatch),
      checked('json', DraftChange),
      async (context) => {
        const { code } = context.req.valid('param');
        const ifMatch = readMark(context.req.valid('header')['if-match']);
        const writer = { ...writing, actor: context.get('actor'), at: now() };
        return answerOnce(context, once, async (tx) => {
          const change = context.req.valid('json');
          const saved = await changeDraft(tx, { code, ifMatch, change }, writer);
          context.header('ETag', writeMark({ isDraft: true, number: saved.revision }));
          return { status: 200, body: saved };
        });
      },
    )
    .delete(
      '/api/parcels/:code/draft',
      allow(['publisher']),
      describeRoute({
        summary: 'Throw a draft away',
        tags: ['drafts'],
        responses: {
          204: { description: 'Gone; what is public stays' },
          404: refusal('No such draft of the own department'),
          409: refusal('It waits for review'),
        },
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      async (context) => {
        const { code } = context.req.valid('param');
        const writer = { ...writing, actor: context.get('actor'), at: now() };
        return answerOnce(context, once, async (tx) => {
          await discardDraft(tx, code, writer);
          return { status: 204 };
        });
      },
    );
}
