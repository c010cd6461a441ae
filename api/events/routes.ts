import { Hono, type Context } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { canonicalSha256 } from '../canonical-json.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import type { EventParts } from './acts.ts';
import { announcedEvent } from './announced.ts';
import { EventList, SlugPath, Snapshot } from './event-schema.ts';
import { findEvent, listEvents, type EventRow } from './event-store.ts';
import { readItems } from './item-store.ts';
import { snapshotOf } from './public-rules.ts';
import { mayRehearse } from './rehearsal-viewers.ts';
import { readVenues } from './rundown-store.ts';
import { stageOf, withAgreedNames } from './signing-rules.ts';
import { readTies } from './signing-store.ts';

const tags = ['events'];
const json = <Schema extends Parameters<typeof resolver>[0]>(description: string, schema: Schema) => ({
  200: { description, content: { 'application/json': { schema: resolver(schema) } } },
});

/** 云招商活动, as everybody follows them. */
export function eventRoutes({ database: { sql } }: Pick<EventParts, 'database'>) {
  /** One that is announced, and a rehearsal for those who may see it. */
  const followed = async (context: Context, slug: string): Promise<EventRow> => {
    const event = await findEvent(sql, slug);
    const isRehearsed = event !== null && event.rehearsalOf !== null && (await mayRehearse(context));
    return isRehearsed ? event : announcedEvent(sql, slug);
  };
  return new Hono()
    .get(
      '/api/events',
      allow('public'),
      describeRoute({ summary: 'Events, the next one first', tags, responses: json('Events', EventList) }),
      checked('query', NoQuery),
      async (context) => {
        const rows = await listEvents(sql, { isAnnouncedOnly: true });
        const items = rows.map(({ slug, title, startsAt, state }) => ({
          slug,
          title,
          startsAt: startsAt.toISOString(),
          status: state.status,
        }));
        return context.json({ items });
      },
    )
    .get(
      '/api/events/:slug/snapshot',
      allow('public'),
      describeRoute({
        summary: 'Where an event stands, totals included',
        tags,
        responses: { ...json('The folded state', Snapshot), 304: { description: 'As the caller has it' } },
      }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      async (context) => {
        const event = await followed(context, context.req.valid('param').slug);
        const ties = await readTies(sql, event.id);
        // What may be named changes with an agreement, without an entry of the log.
        const agreed =
          ties.length === 0
            ? ''
            : `.${canonicalSha256(ties.map(({ paperAsked: _, ...tie }) => tie)).slice(0, 16)}`;
        const etag = `"${event.epoch}.${event.state.seq}${agreed}"`;
        context.header('ETag', etag);
        // Thousands come at once: whatever stands between may answer for a second, but not with what is staff's alone.
        context.header(
          'Cache-Control',
          event.rehearsalOf === null ? 'public, max-age=1' : 'private, no-store',
        );
        if (context.req.header('If-None-Match') === etag) return context.body(null, 304);
        const items = withAgreedNames(await readItems(sql, event.id), ties);
        const venues = await readVenues(sql, event.id);
        const shown = { ...event, isRehearsal: event.rehearsalOf !== null };
        return context.json(snapshotOf(shown, items, { stage: stageOf(ties, event.state), venues }));
      },
    );
}
