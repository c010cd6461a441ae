import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Database } from '../api/db/database.ts';
import { migrate } from '../api/db/migrate.ts';
import { findEvent } from '../api/events/event-store.ts';
import { signedIn } from './support/accounts.ts';
import { startCluster, type Cluster } from './support/cluster.ts';
import { startEventNode } from './support/event-node.ts';
import { followEvent } from './support/event-viewer.ts';
import { liveEvent } from './support/live-event.ts';
import { followAsPage } from './support/page-follower.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';

const pagesOfOne = 15;
let cluster: Cluster;
let nodes: Awaited<ReturnType<typeof startEventNode>>[];
let databases: Database[];

beforeAll(async () => {
  cluster = await startCluster();
  const open = () => openDatabase({ databaseUrl: cluster.url('postgres'), dataDir: '' });
  databases = [await open(), await open()];
  const city = await readJinhua();
  await migrate(database(0), 'data/migrations');
  await prepareCity(database(0), city);
  nodes = await Promise.all(databases.map((one) => startEventNode(one, city)));
});
afterAll(async () => {
  await Promise.all((nodes ?? []).map((node) => node.close()));
  await Promise.all((databases ?? []).map((one) => one.close()));
  await cluster?.stop();
});

function database(index: number): Database {
  const found = databases[index];
  if (found === undefined) throw new Error(`there is no database ${index}`);
  return found;
}

it('brings everybody at two servers onto the log of a promoted standby that lacks what they saw, and whoever comes back later', async () => {
  const event = await liveEvent(database(0), await signedIn(database(0), 'host'));
  const { slug, first, act } = event;
  const pages = nodes.flatMap(({ origin }) =>
    Array.from({ length: pagesOfOne }, () => followAsPage({ slug, origin })),
  );
  const viewers = await Promise.all(
    nodes.map(({ origin }) => followEvent(`${origin}/api/events/${slug}/stream?after=0`)),
  );
  const allAt = (seq: number, epoch: string) =>
    Promise.all(
      pages.map((page) =>
        page.until(
          ({ snapshot, signal }) => snapshot?.seq === seq && snapshot.epoch === epoch && signal === 'live',
        ),
      ),
    );
  const now = async () => await findEvent(database(0).sql, slug).catch(() => null);

  await act({ type: 'standby', item: first });
  await act({ type: 'standby', item: null });
  await act({ type: 'standby', item: first });
  const before = (await now())?.epoch ?? '';
  await allAt(3, before);
  cluster.copy();
  await act({ type: 'take', camera: null });
  await act({ type: 'notice', text: { zh: '将会丢失', en: 'To be lost' } });
  for (const { snapshot } of await allAt(5, before)) expect(snapshot?.notice?.zh).toBe('将会丢失');
  await Promise.all(viewers.map((viewer) => viewer.first(5)));

  await cluster.promote();
  await expect.poll(async () => (await now())?.state.seq, { timeout: 30_000 }).toBe(3);
  const after = (await now())?.epoch ?? '';
  expect(after).not.toBe(before);
  for (const { snapshot } of await allAt(3, after))
    expect([snapshot?.notice, snapshot?.item, snapshot?.status]).toEqual([null, null, 'scheduled']);
  for (const viewer of viewers) {
    const [reset] = (await viewer.first(6)).slice(5);
    expect(reset).toEqual({ id: `${after}.3`, event: 'reset', data: { epoch: after, seq: 3 } });
  }

  // The log goes on past what was seen of the lost one: the numbers alone would tell nobody.
  event.goOnBehind(3);
  for (let entry = 4; entry <= 7; entry += 1)
    await act(entry === 4 ? { type: 'take', camera: null } : { type: 'standby', item: null });
  for (const { snapshot } of await allAt(7, after))
    expect([snapshot?.notice, snapshot?.item]).toEqual([null, first]);
  for (const { origin } of nodes) {
    const late = await followEvent(`${origin}/api/events/${slug}/stream`, `${before}.5`);
    expect((await late.first(1))[0]).toMatchObject({ event: 'reset', data: { epoch: after, seq: 7 } });
    late.close();
  }
  viewers.forEach((viewer) => viewer.close());
  pages.forEach((page) => page.leave());
}, 120_000);
