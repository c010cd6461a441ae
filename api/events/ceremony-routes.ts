import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { agreedHands } from '../agreements/handwriting.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import type { EventParts } from './acts.ts';
import { announcedEvent } from './announced.ts';
import { showingHands } from './signing-rules.ts';
import { CeremonyHands } from './signing-schema.ts';
import { readTies } from './signing-store.ts';
import { ItemPath } from './staff-signing-schema.ts';

/** 仪式画面, as everybody may see it. */
export function ceremonyRoutes({ database: { sql } }: EventParts) {
  return new Hono().get(
    '/api/events/:slug/items/:id/ceremony',
    allow('public'),
    describeRoute({
      summary: 'The handwriting that is shown once an item is in force (仪式画面)',
      description:
        'Of signers who agreed to it; it is no signature. None of what is not sealed, or not agreed to.',
      tags: ['events'],
      responses: {
        200: {
          description: 'By signer',
          content: { 'application/json': { schema: resolver(CeremonyHands) } },
        },
      },
    }),
    checked('param', ItemPath),
    checked('query', NoQuery),
    async (context) => {
      const { slug, id } = context.req.valid('param');
      const event = await announcedEvent(sql, slug);
      const tie = (await readTies(sql, event.id)).find(({ item }) => item === id);
      const agreement = tie === undefined ? null : showingHands(event.state, tie);
      // The whole hall asks at once; whoever takes back what he agreed to waits no longer than this.
      context.header('Cache-Control', 'public, max-age=5');
      return context.json({
        hands:
          agreement === null ? [] : await agreedHands(sql, { agreementId: agreement.id, eventId: event.id }),
      });
    },
  );
}
