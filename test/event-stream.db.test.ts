import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LogPage } from '../api/events/event-schema.ts';
import { findEvent } from '../api/events/event-store.ts';
import type { Hub } from '../api/events/hub.ts';
import { createServerOptions } from '../api/server.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { followEvent } from './support/event-viewer.ts';
import { liveEvent } from './support/live-event.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { testHub, testPortal } from './support/portal.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('an event as it is followed', (open) => {
  const closing: (() => Promise<unknown>)[] = [];
  let host: SignedIn;
  let origin: string;
  /** Another process beside the same database. */
  let elsewhere: string;

  beforeAll(async () => {
    await prepareCity(open(), await readJinhua());
    host = await signedIn(open(), 'host');
    [origin, elsewhere] = [await node(openedHub()), await node(openedHub())];
  });
  afterAll(() => Promise.all(closing.map((close) => close())));

  function openedHub(): Hub {
    const failures: unknown[] = [];
    const hub = testHub(open(), (error) => failures.push(error));
    closing.push(async () => {
      await hub.close();
      expect(failures).toEqual([]);
    });
    return hub;
  }

  async function node(hub: Hub, streamLimits?: { perNetwork: number; all: number }): Promise<string> {
    const app = await testPortal(open(), await readJinhua(), { hub, ...(streamLimits && { streamLimits }) });
    const server = serve({
      ...{ fetch: app.fetch, hostname: '127.0.0.1', port: 0, serverOptions: createServerOptions() },
    });
    await once(server, 'listening');
    closing.push(() => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      return new Promise((resolve) => void server.close(resolve));
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const announced = () => liveEvent(open(), host);
  const stream = (slug: string, after?: string | number) =>
    `/api/events/${slug}/stream${after === undefined ? '' : `?after=${after}`}`;

  it('brings every entry with its totals to who follows, and not what is armed', async () => {
    const { slug, first, act } = await announced();
    const viewer = await followEvent(origin + stream(slug));
    await act({ type: 'standby', item: first });
    await act({ type: 'take', camera: null });
    await act({ type: 'notice', text: { zh: '稍候', en: 'Soon' } });
    await act({ type: 'end' });
    const messages = await viewer.first(4);
    const epoch = (await findEvent(open().sql, slug))?.epoch ?? '';
    expect(messages.map(({ event, id }) => [event, id])).toEqual([
      ['cue', `${epoch}.1`],
      ['cue', `${epoch}.2`],
      ['notice', `${epoch}.3`],
      ['end', `${epoch}.4`],
    ]);
    expect(messages[0]?.data).toMatchObject({ seq: 1, cue: { type: 'standby', item: null } });
    expect(messages[1]?.data).toMatchObject({ totals: { parcelsReleased: 0 }, cue: { item: first } });
    expect(viewer.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    viewer.close();
  });

  it('goes on where a viewer was, also in another process, each entry once', async () => {
    const { slug, first, second, act } = await announced();
    await act({ type: 'standby', item: first });
    const viewer = await followEvent(origin + stream(slug, 0));
    const [seen] = await viewer.first(1);
    viewer.close();
    await act({ type: 'standby', item: second });
    await act({ type: 'take', camera: null });
    const again = await followEvent(elsewhere + stream(slug, 0), seen?.id);
    await again.first(2);
    await act({ type: 'pause' });
    const messages = await again.first(3);
    expect(messages.map(({ data }) => data)).toMatchObject([{ seq: 2 }, { seq: 3 }, { seq: 4 }]);
    again.close();
  });

  it('tells who saw nothing yet where he is, and when to come back', async () => {
    const { slug, act } = await announced();
    const viewer = await followEvent(origin + stream(slug));
    await viewer.heard();
    const epoch = (await findEvent(open().sql, slug))?.epoch ?? '';
    expect(viewer.id).toBe(`${epoch}.0`);
    expect(viewer.retries).toHaveLength(1);
    expect(viewer.retries[0]).toBeGreaterThanOrEqual(500);
    await act({ type: 'standby', item: null });
    expect((await viewer.first(1))[0]?.id).toBe(`${epoch}.1`);
    viewer.close();
  });

  it('sends who missed too much, has another epoch or is ahead of the log to the snapshot', async () => {
    const { slug, act } = await announced();
    for (let count = 0; count < 110; count += 1) await act({ type: 'standby', item: null });
    const { epoch = '' } = (await findEvent(open().sql, slug)) ?? {};
    const other = '0'.repeat(16);
    for (const from of ['1', `${other}.109`, `${epoch}.500`]) {
      const viewer = await followEvent(origin + stream(slug, from));
      const [message] = await viewer.first(1);
      expect(message).toEqual({ id: `${epoch}.110`, event: 'reset', data: { epoch, seq: 110 } });
      viewer.close();
    }
    const viewer = await followEvent(origin + stream(slug, `${epoch}.108`));
    expect((await viewer.first(2)).map(({ data }) => data)).toMatchObject([{ seq: 109 }, { seq: 110 }]);
    viewer.close();
  });

  it('sends everybody to the snapshot when the log goes on without what they saw', async () => {
    const { slug, id, act } = await announced();
    await act({ type: 'standby', item: null });
    const before = await findEvent(open().sql, slug);
    await act({ type: 'standby', item: null });
    const viewer = await followEvent(origin + stream(slug));
    // As after a restored dump: an entry is gone, and the epoch is another one.
    await open().transaction(async (tx) => {
      await tx`alter table live_log disable trigger immutable`;
      await tx`delete from live_log where event_id = ${id} and seq = 2`;
      await tx`alter table live_log enable trigger immutable`;
      await tx`update live_event set last_seq = 1, state = ${tx.json(before?.state ?? null)},
        epoch = '00000000-0000-4000-8000-000000000000' where id = ${id}`;
    });
    const after = await findEvent(open().sql, slug);
    expect(await viewer.first(1)).toEqual([
      { id: `${after?.epoch}.1`, event: 'reset', data: { epoch: after?.epoch, seq: 1 } },
    ]);
    expect(after?.epoch).not.toBe(before?.epoch);
    viewer.close();
  });

  it('answers with the log too: at once what was missed, and behind the last entry the next one', async () => {
    const { slug, act } = await announced();
    await act({ type: 'standby', item: null });
    const hub = openedHub();
    const asked = await node(hub);
    const ask = async (after: string) => {
      const response = await fetch(`${asked}/api/events/${slug}/log?after=${after}`);
      return LogPage.parse(await response.json());
    };
    const { epoch, entries } = await ask('0');
    expect(entries.map(({ seq }) => seq)).toEqual([1]);
    const next = ask(`${epoch}.1`);
    // It is there and waits: only now there is something to wait for.
    await expect.poll(() => hub.size, { timeout: 20_000 }).toBe(1);
    await act({ type: 'standby', item: null });
    expect((await next).entries.map(({ seq }) => seq)).toEqual([2]);
    expect((await ask(`${'0'.repeat(16)}.2`)).entries.map(({ seq }) => seq)).toEqual([1, 2]);
    expect((await fetch(`${asked}/api/events/${slug}/log?after=-1`)).status).toBe(400);
  });

  it('speaks HTTP/1.0 with proxies that do: no chunks', async () => {
    const { slug, act } = await announced();
    const line = connect(Number(new URL(origin).port), '127.0.0.1');
    line.write(`GET ${stream(slug, 0)} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n`);
    let text = '';
    const heard = new Promise<void>((resolve) => {
      line.on('data', (data: Buffer) => {
        text += data.toString();
        if (text.includes('"seq":1')) resolve();
      });
    });
    await act({ type: 'standby', item: null });
    await heard;
    expect(text).not.toMatch(/transfer-encoding/i);
    expect(text).toMatch(/\r\n\r\nretry: \d+\nid: \S+\.0\n\nid: \S+\.1\nevent: cue\ndata: \{.*\}\n\n$/);
    line.destroy();
  });

  it('gives an answer without a body to HEAD, 404 for what is not announced, and 429 to the next of a full network', async () => {
    const { slug } = await announced();
    const small = await node(openedHub(), { perNetwork: 1, all: 10 });
    expect((await fetch(small + stream(slug), { method: 'HEAD' })).status).toBe(200);
    const viewer = await followEvent(small + stream(slug));
    const refused = await fetch(small + stream(slug));
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '5']);
    viewer.close();
    await open().sql`update live_event set is_announced = false where slug = ${slug}`;
    expect((await fetch(`${elsewhere}${stream(slug)}`)).status).toBe(404);
  });

  it('lets go of the viewers of an event that is no longer announced, and of all when it stops, each with its own time to come back', async () => {
    const { slug } = await announced();
    const hub = testHub(open());
    const leaving = await node(hub);
    const viewers = await Promise.all(Array.from({ length: 40 }, () => followEvent(leaving + stream(slug))));
    await Promise.all([hub.close(), ...viewers.map((viewer) => viewer.over())]);
    const times = viewers.map(({ retries }) => retries.at(-1) ?? 0);
    expect(viewers.every(({ retries }) => retries.length === 2)).toBe(true);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(2_000);
    expect(viewers.every(({ response }) => response.complete)).toBe(true);

    const other = await announced();
    const viewer = await followEvent(origin + stream(other.slug));
    await open().sql`update live_event set is_announced = false where slug = ${other.slug}`;
    await viewer.over();
    expect((await fetch(origin + stream(other.slug))).status).toBe(404);
  });
});
