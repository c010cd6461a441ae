import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LogPage } from '../api/events/event-schema.ts';
import type { Hub } from '../api/events/hub.ts';
import { StaffEvent } from '../api/events/staff-schema.ts';
import { createServerOptions } from '../api/server.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { followEvent } from './support/event-viewer.ts';
import { liveEvent } from './support/live-event.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { testHub, testPortal } from './support/portal.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('the attendance of an event', (open) => {
  const closing: (() => Promise<unknown>)[] = [];
  const failures: unknown[] = [];
  const hubs: Hub[] = [];
  let clock = new Date('2026-11-22T02:00:30Z');
  let host: SignedIn;
  /** Two processes beside the same database. */
  let origins: string[];

  beforeAll(async () => {
    await prepareCity(open(), await readJinhua());
    host = await signedIn(open(), 'host');
    origins = [await node(), await node()];
  });
  afterAll(async () => {
    await Promise.all(closing.map((close) => close()));
    expect(failures).toEqual([]);
  });

  async function node(): Promise<string> {
    const now = () => clock;
    const hub = testHub(open(), (error) => failures.push(error), now);
    hubs.push(hub);
    const app = await testPortal(open(), await readJinhua(), { hub, now });
    const server = serve({
      ...{ fetch: app.fetch, hostname: '127.0.0.1', port: 0, serverOptions: createServerOptions() },
    });
    await once(server, 'listening');
    closing.push(async () => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await hub.close();
      await new Promise((resolve) => void server.close(resolve));
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const watch = (slug: string, counts: readonly number[]) =>
    Promise.all(
      counts.flatMap((count, index) =>
        Array.from({ length: count }, () => followEvent(`${origins[index]}/api/events/${slug}/stream`)),
      ),
    );
  const rows = (id: number) =>
    open().sql<{ minute: Date; node: string; viewers: number }[]>`
      select minute, node, viewers from live_attendance where event_id = ${id} order by minute, viewers limit 100`;
  /** Both processes have written a minute of so many rows. */
  const written = (id: number, count: number) =>
    expect.poll(async () => (await rows(id)).length, { timeout: 10_000 }).toBe(count);
  const attendance = async (slug: string) => {
    const answer = await fetch(`${origins[0]}/api/staff/events/${slug}`, { headers: host.headers });
    return StaffEvent.parse(await answer.json()).attendance;
  };

  it('counts open lines of every process by the minute, without a person, and tells all viewers in one message', async () => {
    const { slug, id, first, act } = await liveEvent(open(), host);
    await act({ type: 'standby', item: first });
    await act({ type: 'take', camera: null });
    const viewers = await watch(slug, [7, 4]);
    clock = new Date('2026-11-22T02:01:01Z');
    await written(id, 2);
    expect((await rows(id)).map(({ minute, viewers: count }) => [minute.toISOString(), count])).toEqual([
      ['2026-11-22T02:01:00.000Z', 4],
      ['2026-11-22T02:01:00.000Z', 7],
    ]);
    expect(new Set((await rows(id)).map(({ node: name }) => name)).size).toBe(2);
    clock = new Date('2026-11-22T02:01:06Z');
    for (const viewer of viewers) {
      const [told] = await viewer.first(1);
      // It is no entry: who comes back goes on behind the last one.
      expect([told?.event, told?.data, told?.id.split('.')[1]]).toEqual(['totals', { viewers: 11 }, '2']);
    }
    const late = await followEvent(`${origins[1]}/api/events/${slug}/stream`);
    expect((await late.first(1))[0]?.data).toEqual({ viewers: 11 });
    const page = await fetch(`${origins[0]}/api/events/${slug}/log?after=0`);
    expect(LogPage.parse(await page.json()).viewers).toBe(11);

    for (const viewer of viewers.slice(0, 6)) viewer.close();
    await expect.poll(() => hubs.reduce((sum, { size }) => sum + size, 0)).toBe(6);
    clock = new Date('2026-11-22T02:02:01Z');
    await written(id, 4);
    clock = new Date('2026-11-22T02:02:06Z');
    // Fewer than ten are not told to everybody; their number is staff's.
    expect((await late.first(2))[1]?.data).toEqual({ viewers: null });
    expect(await attendance(slug)).toEqual({ now: 6, peak: 11, viewerMinutes: 17 });

    await act({ type: 'end' });
    clock = new Date('2026-11-22T02:03:06Z');
    const { slug: other, id: otherId } = await liveEvent(open(), host);
    const waiting = await watch(other, [1, 1]);
    clock = new Date('2026-11-22T02:04:01Z');
    await written(otherId, 2);
    // Nobody counts who looks at what is over, and who waits is not of the show yet.
    expect(await rows(id)).toHaveLength(4);
    expect(await attendance(other)).toEqual({ now: 2, peak: 0, viewerMinutes: 0 });
    for (const viewer of [...viewers, late, ...waiting]) viewer.close();
  });
});
