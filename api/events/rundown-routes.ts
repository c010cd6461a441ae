import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import { AppError } from '../errors.ts';
import { findWaiting, standingsOf } from '../parcels/waiting.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import type { EventParts } from './acts.ts';
import { AnnouncePress, SlugPath } from './event-schema.ts';
import { findEvent } from './event-store.ts';
import { readItems } from './item-store.ts';
import { NewEvent, RundownBody, StaffRundown, WaitingParcels, WaitingQuery } from './rundown-schema.ts';
import { readSaved, readVenues } from './rundown-store.ts';
import { rundownViewOf } from './rundown-view-rules.ts';
import { announceEvent, makeEvent, saveRundown } from './rundown.ts';

const tags = ['events'];
const json = <Schema extends Parameters<typeof resolver>[0]>(description: string, schema: Schema) => ({
  200: { description, content: { 'application/json': { schema: resolver(schema) } } },
});

/** 环节单: what hosts write before, and as far as it is still to come during, an event. */
export function rundownRoutes(parts: EventParts) {
  const { database, now } = parts;
  const once = { database, now };
  return new Hono()
    .post(
      '/api/events',
      allow(['host']),
      describeRoute({
        summary: 'An event with its rundown',
        tags,
        responses: { 201: { description: 'Made' } },
      }),
      checked('query', NoQuery),
      checked('json', NewEvent),
      (context) => {
        const { startsAt, ...event } = context.req.valid('json');
        const actor = context.get('actor');
        return answerOnce(context, once, async (tx) => {
          await makeEvent(tx, { event: { ...event, startsAt: new Date(startsAt) }, actor, at: now() });
          return { status: 201, body: { slug: event.slug } };
        });
      },
    )
    .put(
      '/api/events/:slug/rundown',
      allow(['host']),
      describeRoute({
        summary: 'Replace what is still to come; the version that was read is expected',
        tags,
        responses: {
          200: { description: 'Saved; `version` of the rundown, `seq` of the entry' },
          409: { description: 'Somebody else has saved, an item is held, or the event has ended' },
        },
      }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      checked('json', RundownBody),
      (context) => {
        const { slug } = context.req.valid('param');
        const asked = { slug, body: context.req.valid('json'), actor: context.get('actor') };
        return answerOnce(context, once, async (tx) => ({
          status: 200,
          body: await saveRundown(tx, parts, asked),
        }));
      },
    )
    .post(
      '/api/events/:slug/announce',
      allow(['host']),
      describeRoute({
        summary: 'Announce the event to everybody, or withdraw that before it begins',
        tags,
        responses: { 204: { description: 'Done' }, 409: { description: 'It has begun' } },
      }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      checked('json', AnnouncePress),
      async (context) => {
        const asked = { ...context.req.valid('param'), ...context.req.valid('json') };
        const actor = context.get('actor');
        await database.transaction((tx) => announceEvent(tx, parts, { ...asked, actor }));
        return context.body(null, 204);
      },
    )
    .get(
      '/api/staff/events/:slug/rundown',
      allow(['host']),
      describeRoute({
        summary: 'The rundown as its hosts write it, with the parcels that are still to come',
        tags,
        responses: json('The rundown', StaffRundown),
      }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      async (context) => {
        const { sql } = database;
        const { slug } = context.req.valid('param');
        const saved = await readSaved(sql, slug);
        const event = await findEvent(sql, slug);
        if (event === null || saved === null) throw new AppError('not-found');
        const [venues, items] = await Promise.all([readVenues(sql, event.id), readItems(sql, event.id)]);
        const codes = items.flatMap(({ parcels }) => parcels.map(({ code }) => code));
        const standings = await standingsOf(sql, codes, now());
        return context.json(rundownViewOf({ event, saved, venues, items, standings }));
      },
    )
    .get(
      '/api/staff/event-parcels',
      allow(['host']),
      describeRoute({
        summary: 'Parcels that wait to be released, by a part of their code or name',
        tags,
        responses: json('The first fifty by code', WaitingParcels),
      }),
      checked('query', WaitingQuery),
      async (context) => {
        const { q } = context.req.valid('query');
        const rows = await findWaiting(database.sql, q, now());
        const items = rows.map((row) => ({ ...row, publicFrom: row.publicFrom.toISOString() }));
        return context.json({ items });
      },
    );
}
