import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import type { City } from '../city/pack.ts';
import { AppError } from '../errors.ts';
import { ParcelRecords } from '../parcels/schema.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import type { EventParts } from './acts.ts';
import { SlugPath } from './event-schema.ts';
import { findEvent } from './event-store.ts';
import { readOverlay } from './overlay.ts';
import { makeRehearsal } from './rehearsal.ts';
import { rehearsalViewers } from './rehearsal-viewers.ts';

const tags = ['events'];

/** 演练: a copy of an event that staff alone see, with a map of its own. */
export function rehearsalRoutes(parts: EventParts & { city: City }) {
  const { database, city, now } = parts;
  return new Hono()
    .post(
      '/api/events/:slug/rehearse',
      allow(['host']),
      describeRoute({
        summary: 'A rehearsal: a copy of the event from its beginning, for staff alone',
        tags,
        responses: { 201: { description: 'Made; `slug` of the copy' }, 409: { description: 'It is one' } },
      }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      (context) => {
        const { slug } = context.req.valid('param');
        const actor = context.get('actor');
        return answerOnce(context, { database, now }, async (tx) => ({
          status: 201,
          body: await makeRehearsal(tx, parts, { slug, actor, accountId: actor.accountId }),
        }));
      },
    )
    .get(
      '/api/events/:slug/parcels',
      allow(rehearsalViewers),
      describeRoute({
        summary: 'What a rehearsal has released so far, as the public will read it',
        tags,
        responses: {
          200: {
            description: 'Whole records, in the order of their release',
            content: { 'application/json': { schema: resolver(ParcelRecords) } },
          },
        },
      }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      async (context) => {
        const event = await findEvent(database.sql, context.req.valid('param').slug);
        if (event === null || event.rehearsalOf === null) throw new AppError('not-found');
        return context.json(await readOverlay(database.sql, event.state, { city, at: now() }));
      },
    );
}
