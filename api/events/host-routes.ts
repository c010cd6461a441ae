import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { actOn, type EventParts } from './acts.ts';
import { keepControl } from './control.ts';
import { endByTwo } from './ending.ts';
import { readMinutes } from './attendance-store.ts';
import { ControlPress, Press, SlugPath } from './event-schema.ts';
import { findEvent, listEvents, readLastEntries } from './event-store.ts';
import { readItems } from './item-store.ts';
import { hostPresses } from './presses.ts';
import { readReadiness } from './readiness-store.ts';
import { readTies } from './signing-store.ts';
import { StaffEvent, StaffEventList } from './staff-schema.ts';
import { staffSignings } from './staff-signing-rules.ts';
import { readStanding } from './staff-store.ts';
import { staffViewOf } from './staff-view-rules.ts';

const tags = ['events'];
const responses = {
  200: { description: 'Done; `seq` of the entry' },
  409: { description: 'Somebody else was first, or it does not fit' },
};

/** Of the log on the console. */
const shownEntries = 20;

/** 场控: what a host does. Sent again with the same Idempotency-Key, it is answered again and not done again. */
export function hostRoutes(parts: EventParts) {
  const { database, now } = parts;
  const once = { database, now };
  const routes = new Hono();
  for (const { verb, summary, body, act } of hostPresses)
    routes.post(
      `/api/events/:slug/${verb}`,
      allow(['host']),
      describeRoute({ summary, tags, responses }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      checked('json', body),
      (context) => {
        const read = context.req.valid('json');
        const pressed = { slug: context.req.valid('param').slug, expectedSeq: read.expectedSeq };
        const actor = context.get('actor');
        return answerOnce(context, once, async (tx) => ({
          status: 200,
          body: await actOn(tx, parts, { ...pressed, act: act(read), actor }),
        }));
      },
    );
  return routes
    .post(
      '/api/events/:slug/end',
      allow(['host']),
      describeRoute({
        summary: 'End the event: one host asks, another one confirms',
        tags,
        responses: { ...responses, 200: { description: 'Asked, or ended: `isEnded` says which' } },
      }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      checked('json', Press),
      (context) => {
        const pressed = { ...context.req.valid('param'), ...context.req.valid('json') };
        const actor = context.get('actor');
        return answerOnce(context, once, async (tx) => ({
          status: 200,
          body: await endByTwo(tx, parts, { ...pressed, actor }),
        }));
      },
    )
    .post(
      '/api/events/:slug/control',
      allow(['host']),
      describeRoute({
        summary: 'Take or keep control for 15 s, or give it back',
        tags,
        responses: { 204: { description: 'Done' }, 409: { description: 'Somebody else has it' } },
      }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      checked('json', ControlPress),
      async (context) => {
        const { slug } = context.req.valid('param');
        const { isReleased } = context.req.valid('json');
        const actor = context.get('actor');
        await database.transaction((tx) => keepControl(tx, parts, { slug, actor, isReleased }));
        return context.body(null, 204);
      },
    )
    .get(
      '/api/staff/events',
      allow(['host']),
      describeRoute({
        summary: 'Every event, also what is not announced',
        tags,
        responses: {
          200: {
            description: 'Events',
            content: { 'application/json': { schema: resolver(StaffEventList) } },
          },
        },
      }),
      checked('query', NoQuery),
      async (context) => {
        const rows = await listEvents(database.sql, { isAnnouncedOnly: false });
        const items = rows.map(({ slug, title, startsAt, isAnnounced, rehearsalOf, state }) => ({
          ...{ slug, title, startsAt: startsAt.toISOString(), isAnnounced, status: state.status },
          ...(rehearsalOf !== null && { rehearsalOf }),
        }));
        return context.json({ items });
      },
    )
    .get(
      '/api/staff/events/:slug',
      allow(['host']),
      describeRoute({
        summary: 'An event as its hosts see it, with what is still to come',
        tags,
        responses: {
          200: {
            description: 'The event',
            content: { 'application/json': { schema: resolver(StaffEvent) } },
          },
        },
      }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      async (context) => {
        const event = await findEvent(database.sql, context.req.valid('param').slug);
        if (event === null) throw new AppError('not-found');
        const [items, standing, log, ties, minutes] = await Promise.all([
          readItems(database.sql, event.id),
          readStanding(database.sql, event.id),
          readLastEntries(database.sql, event.id, shownEntries),
          readTies(database.sql, event.id),
          readMinutes(database.sql, event.id),
        ]);
        const at = now();
        const agreements = ties.flatMap(({ agreement }) => agreement?.id ?? []);
        const readiness = await readReadiness(database.sql, agreements, at);
        context.header('Cache-Control', 'no-store');
        const { accountId } = context.get('actor');
        const stage = staffSignings(ties, readiness, accountId);
        return context.json(staffViewOf({ event, items, standing, log, stage, minutes, accountId, at }));
      },
    );
}
