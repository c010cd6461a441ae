import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import type { EventParts } from './acts.ts';
import { signOnPaper, tieItem } from './signing-acts.ts';
import { ItemPath, ItemSigning, PaperPress } from './staff-signing-schema.ts';

const tags = ['events'];

/** 现场签署: what a host says of a signing item; that it is in force is the sealing's to say. */
export function stageSigningRoutes(parts: EventParts) {
  const { database, now } = parts;
  return new Hono()
    .put(
      '/api/events/:slug/items/:id/signing',
      allow(['host']),
      describeRoute({
        summary: 'Which project and agreement a signing item is about, and when it is signed',
        tags,
        responses: {
          204: { description: 'Done' },
          409: { description: 'The log has said it already' },
          422: { description: 'It does not fit the item' },
        },
      }),
      checked('param', ItemPath),
      checked('query', NoQuery),
      checked('json', ItemSigning),
      async (context) => {
        const { slug, id: item } = context.req.valid('param');
        const asked = { slug, item, signing: context.req.valid('json'), actor: context.get('actor') };
        await database.transaction((tx) => tieItem(tx, parts, asked));
        return context.body(null, 204);
      },
    )
    .post(
      '/api/events/:slug/items/:id/paper',
      allow(['host']),
      describeRoute({
        summary: 'Signed on paper, since the portal could not: one host says so, another one confirms',
        tags,
        responses: {
          200: { description: 'Asked, or said: `isSaid` says which' },
          409: { description: 'Not shown yet, sealed, or said before' },
        },
      }),
      checked('param', ItemPath),
      checked('query', NoQuery),
      checked('json', PaperPress),
      (context) => {
        const { slug, id: item } = context.req.valid('param');
        const asked = { slug, item, ...context.req.valid('json'), actor: context.get('actor') };
        return answerOnce(context, { database, now }, async (tx) => ({
          status: 200,
          body: await signOnPaper(tx, parts, asked),
        }));
      },
    );
}
