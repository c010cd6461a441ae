import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import { appendAudit } from '../audit/store.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { actOn, type EventParts, type HostAct } from './acts.ts';
import { NewEvent, Press, Revoke, Skip, SlugPath, Standby, Take } from './event-schema.ts';
import { insertEvent } from './event-store.ts';
import { insertItems } from './item-store.ts';

const tags = ['events'];
const responses = {
  200: { description: 'Done; `seq` of the entry' },
  409: { description: 'Somebody else was first, or it does not fit' },
};

/** 场控: what a host does. Sent again with the same Idempotency-Key, it is answered again and not done again. */
export function hostRoutes(parts: EventParts) {
  const { database, now } = parts;
  const once = { database, now };
  const act = (
    context: Context,
    { slug, expectedSeq, act }: { slug: string; expectedSeq: number; act: HostAct },
  ) =>
    answerOnce(context, once, async (tx) => ({
      status: 200,
      body: await actOn(tx, parts, { slug, act, expectedSeq, actor: context.get('actor') }),
    }));
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
      async (context) => {
        const { items, startsAt, ...event } = context.req.valid('json');
        const actor = context.get('actor');
        const at = now();
        return answerOnce(context, once, async (tx) => {
          const row = { ...event, startsAt: new Date(startsAt), accountId: actor.accountId, at };
          const id = await insertEvent(tx, row);
          if (id === null) throw refused('slug', `${event.slug} 已用于另一场活动`);
          const unknown = await insertItems(tx, id, items);
          if (unknown !== null) throw refused('items', `没有地块 ${unknown}`);
          await appendAudit(tx, { actor, action: 'event.make', subject: `event:${event.slug}`, at });
          return { status: 201, body: { slug: event.slug } };
        });
      },
    )
    .post(
      '/api/events/:slug/standby',
      allow(['host']),
      describeRoute({ summary: 'Arm an item, or none', tags, responses }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      checked('json', Standby),
      (context) => {
        const { expectedSeq, item } = context.req.valid('json');
        return act(context, { ...context.req.valid('param'), expectedSeq, act: { type: 'standby', item } });
      },
    )
    .post(
      '/api/events/:slug/take',
      allow(['host']),
      describeRoute({ summary: 'The armed item goes on air; the first begins the event', tags, responses }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      checked('json', Take),
      (context) => {
        const { expectedSeq, camera } = context.req.valid('json');
        return act(context, { ...context.req.valid('param'), expectedSeq, act: { type: 'take', camera } });
      },
    )
    .post(
      '/api/events/:slug/skip',
      allow(['host']),
      describeRoute({ summary: 'An item is left out', tags, responses }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      checked('json', Skip),
      (context) => {
        const { expectedSeq, item } = context.req.valid('json');
        return act(context, { ...context.req.valid('param'), expectedSeq, act: { type: 'skip', item } });
      },
    )
    .post(
      '/api/events/:slug/revoke',
      allow(['host']),
      describeRoute({ summary: 'Take an entry back, by another one', tags, responses }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      checked('json', Revoke),
      (context) => {
        const { expectedSeq, of, reason } = context.req.valid('json');
        return act(context, {
          ...context.req.valid('param'),
          expectedSeq,
          act: { type: 'revoke', of, reason },
        });
      },
    )
    .post(
      '/api/events/:slug/pause',
      allow(['host']),
      describeRoute({ summary: 'Hold the event up', tags, responses }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      checked('json', Press),
      (context) =>
        act(context, { ...context.req.valid('param'), ...context.req.valid('json'), act: { type: 'pause' } }),
    )
    .post(
      '/api/events/:slug/resume',
      allow(['host']),
      describeRoute({ summary: 'Go on', tags, responses }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      checked('json', Press),
      (context) =>
        act(context, {
          ...context.req.valid('param'),
          ...context.req.valid('json'),
          act: { type: 'resume' },
        }),
    );
}

function refused(path: string, message: string): AppError {
  return new AppError('refused-by-rule', { detail: `${message}。`, errors: [{ path, message }] });
}
