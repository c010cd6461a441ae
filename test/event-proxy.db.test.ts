import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { startEventNode } from './support/event-node.ts';
import { followEvent } from './support/event-viewer.ts';
import { liveEvent } from './support/live-event.ts';
import { startBufferingNginx } from './support/nginx.ts';
import { followAsPage } from './support/page-follower.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { testDatabase, type TestDatabase } from './support/test-database.ts';

const viewers = 40;
/** Behind this proxy no sign of life comes at all: there is no need to wait for one of every 15 s. */
const silentMs = 1_500;

let place: TestDatabase;
let node: Awaited<ReturnType<typeof startEventNode>>;
let proxy: Awaited<ReturnType<typeof startBufferingNginx>>;
let host: SignedIn;

beforeAll(async () => {
  place = await testDatabase('postgis');
  const city = await readJinhua();
  await prepareCity(place.database, city);
  host = await signedIn(place.database, 'host');
  node = await startEventNode(place.database, city);
  proxy = await startBufferingNginx([node.origin]);
});
afterAll(async () => {
  await proxy?.end();
  await node?.close();
  await place?.end();
});

it(`brings every entry to ${viewers} pages behind an nginx that keeps streams back, by one long answer after another`, async () => {
  const { slug, first, act } = await liveEvent(place.database, host);
  const kept = connect(Number(new URL(proxy.origin).port), '127.0.0.1');
  kept.write(`GET /api/events/${slug}/stream?after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  let keptBytes = 0;
  kept.on('data', (data: Buffer) => (keptBytes += data.length));
  const direct = await followEvent(`${node.origin}/api/events/${slug}/stream?after=0`);
  const pages = Array.from({ length: viewers }, () => followAsPage({ slug, origin: proxy.origin, silentMs }));
  const logs = () => node.asked.filter((path) => path.startsWith(`/api/events/${slug}/log`)).length;
  await expect.poll(logs, { timeout: 20_000 }).toBeGreaterThanOrEqual(viewers);

  await act({ type: 'standby', item: first });
  await act({ type: 'take', camera: null });
  await act({ type: 'notice', text: { zh: '稍候', en: 'Soon' } });
  const told = await Promise.all(pages.map((page) => page.until(({ snapshot }) => snapshot?.seq === 3)));
  for (const { snapshot, signal } of told)
    expect([snapshot?.item, snapshot?.notice?.zh, signal]).toEqual([first, '稍候', 'live']);
  await direct.first(3);
  expect(keptBytes).toBe(0);
  // Each page was answered once an entry at most: nobody asks over and over.
  expect(logs()).toBeLessThanOrEqual(viewers * 5);

  kept.destroy();
  direct.close();
  pages.forEach((page) => page.leave());
});
