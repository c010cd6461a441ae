import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { allow } from '../policies.ts';
import { checked } from '../validation.ts';
import { readEdits } from './conflict.ts';
import type { DraftParts } from './routes.ts';
import { CodePath, DraftEdits, EditsQuery, StaffParcels, StaffParcelsQuery } from './schema.ts';
import { readTable } from './table.ts';

/** What staff see of parcels before the public does. */
export function draftReadRoutes({ database, city, now }: DraftParts) {
  return new Hono()
    .get(
      '/api/staff/parcels',
      allow(['publisher', 'reviewer']),
      describeRoute({
        summary: 'The parcels staff work on',
        description: 'A publisher sees the own department’s, a reviewer all; drafts included.',
        tags: ['drafts'],
        responses: {
          200: {
            description: 'One page',
            content: { 'application/json': { schema: resolver(StaffParcels) } },
          },
        },
      }),
      checked('query', StaffParcelsQuery),
      async (context) =>
        context.json(
          await readTable(database.sql, context.req.valid('query'), {
            actor: context.get('actor'),
            pack: city.pack,
            at: now(),
          }),
        ),
    )
    .get(
      '/api/staff/parcels/:code/changes',
      allow(['publisher', 'reviewer']),
      describeRoute({
        summary: 'Who saved what of a draft since a revision',
        tags: ['drafts'],
        responses: {
          200: {
            description: 'The saves, oldest first',
            content: { 'application/json': { schema: resolver(DraftEdits) } },
          },
        },
      }),
      checked('param', CodePath),
      checked('query', EditsQuery),
      async (context) => {
        const { code } = context.req.valid('param');
        const { since } = context.req.valid('query');
        return context.json(await readEdits(database.sql, { code, since }, context.get('actor')));
      },
    );
}
