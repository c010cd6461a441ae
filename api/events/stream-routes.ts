import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono, type Context } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { clientAddress, networkOf, type IsTrustedProxy } from '../accounts/client-address.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked } from '../validation.ts';
import type { EventParts } from './acts.ts';
import type { Channel } from './channel.ts';
import { LastSeen, LogPage, LogQuery, SlugPath } from './event-schema.ts';
import { findEvent, readEntries } from './event-store.ts';
import type { Hub } from './hub.ts';
import { mayRehearse } from './rehearsal-viewers.ts';
import { publicCue } from './public-rules.ts';

const tags = ['events'];

export type StreamParts = EventParts & {
  hub: Hub;
  isTrustedProxy: IsTrustedProxy;
  streamLimits?: StreamLimits;
};

/** How many may follow at once from one network, and from all; a hall or an office shares one. */
export type StreamLimits = { perNetwork: number; all: number };
const usualLimits: StreamLimits = { perNetwork: 2_000, all: 20_000 };
const longestWaitMs = 25_000;
const retryAfterSeconds = 5;

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // nginx writes it through at once.
  'X-Accel-Buffering': 'no',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** 云招商现场: every entry as it is written, as a stream of events, or one long answer after another. */
export function streamRoutes(parts: StreamParts) {
  const { hub, database, streamLimits: limits = usualLimits } = parts;
  const following = new Map<string, number>();

  /** @throws AppError `too-often` (429), `busy` (503); returns what gives the place back. */
  function takePlace(context: Context): () => void {
    const network = networkOf(clientAddress(context, parts.isTrustedProxy));
    const taken = following.get(network) ?? 0;
    if (taken >= limits.perNetwork) throw new AppError('too-often', { retryAfterSeconds });
    if (hub.size >= limits.all) throw new AppError('busy', { retryAfterSeconds });
    following.set(network, taken + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const left = (following.get(network) ?? 1) - 1;
      if (left === 0) following.delete(network);
      else following.set(network, left);
    };
  }

  return new Hono()
    .get(
      '/api/events/:slug/stream',
      allow('public'),
      describeRoute({
        summary: 'Every entry as it is written; `after` and Last-Event-ID say where to go on',
        tags,
        responses: {
          200: {
            description: 'Events: cue, totals, notice, reset, end',
            content: { 'text/event-stream': {} },
          },
          429: { description: 'Too many of one network' },
        },
      }),
      checked('param', SlugPath),
      checked('query', LogQuery),
      async (context) => {
        const channel = await followed(hub, context, context.req.valid('param').slug);
        const seen = LastSeen.safeParse(context.req.header('Last-Event-ID')).data;
        const outgoing = lineOf(context);
        if (outgoing === null) return context.body(null, 200, headers);
        const giveBack = takePlace(context);
        const { socket } = outgoing;
        if (socket === null || socket.destroyed) {
          giveBack();
          return RESPONSE_ALREADY_SENT;
        }
        const isChunked = outgoing.req.httpVersion !== '1.0';
        outgoing.writeHead(200, { ...headers, ...(isChunked && { 'Transfer-Encoding': 'chunked' }) });
        // Head and what was missed leave in one piece.
        socket.cork();
        outgoing.flushHeaders();
        const leave = channel.join(
          { line: socket, isChunked },
          seen ?? context.req.valid('query').after ?? null,
        );
        process.nextTick(() => socket.uncork());
        outgoing.on('close', () => {
          leave();
          giveBack();
        });
        return RESPONSE_ALREADY_SENT;
      },
    )
    .get(
      '/api/events/:slug/log',
      allow('public'),
      describeRoute({
        summary:
          'What happened since an entry; where nothing has, it waits for the next one for 25 s at most',
        tags,
        responses: {
          200: { description: 'Entries', content: { 'application/json': { schema: resolver(LogPage) } } },
        },
      }),
      checked('param', SlugPath),
      checked('query', LogQuery),
      async (context) => {
        const { slug } = context.req.valid('param');
        const { after: asked } = context.req.valid('query');
        const after = asked ?? { epoch: null, seq: 0 };
        const channel = await followed(hub, context, slug);
        const isSameLog = after.epoch === null || after.epoch === channel.epoch;
        if (asked !== undefined && isSameLog && after.seq >= channel.seq) {
          const giveBack = takePlace(context);
          const longest = AbortSignal.timeout(longestWaitMs);
          const signal = AbortSignal.any([context.req.raw.signal, longest]);
          await channel.changed(after.seq, signal).finally(giveBack);
        }
        const event = await findEvent(database.sql, slug);
        if (event === null) throw new AppError('not-found');
        const from = after.epoch === null || after.epoch === event.epoch ? after.seq : 0;
        const entries = await readEntries(database.sql, event.id, from);
        context.header('Cache-Control', 'no-store');
        return context.json({
          epoch: event.epoch,
          viewers: channel.viewers,
          entries: entries.map((entry) => ({ ...entry, cue: publicCue(entry.cue) })),
        });
      },
    );
}

/** @throws AppError `not-found` (404), the same for an event that is not announced, and for a rehearsal to who is no staff. */
async function followed(hub: Hub, context: Context, slug: string): Promise<Channel> {
  const channel = await hub.channel(slug);
  if (channel === null) throw new AppError('not-found');
  if (channel.isRehearsal && !(await mayRehearse(context))) throw new AppError('not-found');
  return channel;
}

/** Null where nothing may be written but a head: to HEAD, and to what asks from within the process. */
function lineOf(context: Context): ServerResponse | null {
  const { outgoing } = Object(context.env) as { outgoing?: ServerResponse };
  return context.req.raw.method === 'HEAD' ? null : (outgoing ?? null);
}
