import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase, type Database } from '../../api/db/database.ts';
import { findEvent } from '../../api/events/event-store.ts';
import { wire } from '../../api/wire/terms.ts';
import { signedIn } from './accounts.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { pressAt, type EventPresses } from './event-presses.ts';
import { freePort } from './free-port.ts';
import { KilledPortal } from './killed-portal.ts';
import { liveEvent } from './live-event.ts';
import { startBufferingNginx } from './nginx.ts';
import { followAsPage, type PageFollower } from './page-follower.ts';
import { ReturningViewer } from './returning-viewer.ts';

export type EventChaosReport = {
  /** Entries that a host was told of as written. */
  written: number;
  /** Viewers who did not come to the last entry. */
  behind: number;
  /** Pages behind the proxy that did not. */
  pagesBehind: number;
  /** Entries that a viewer did not get between two that he got. */
  gaps: number;
  /** Entries that a viewer got twice. */
  duplicates: number;
  /** Viewers who were sent to the snapshot, which none had to be before a standby was promoted. */
  resets: number;
  reconnects: number;
  /** The largest share of those who came back that did so within a tenth of a second. */
  fullestTenth: number;
  /** Entries that everybody had seen and that the promoted standby lacks. */
  lost: number;
  /** Viewers and pages who did not come onto the log of the promoted standby, to its last entry. */
  astray: number;
  /** Answers other than done or not now. */
  unexpected: string[];
};

type Faults = {
  viewers: number;
  /** Followers as the pages are, through an nginx before both servers that keeps streams back. */
  pages: number;
  /** After so long without a word they turn to long answers; usually 20 s. */
  silentMs: number;
  rounds: number;
};

const betweenFaultsMs = 1_500;
const patienceMs = 120_000;

/**
 * Two built servers (`npm run build` first) beside one PostgreSQL, viewers of both, and a host who presses without a pause, while
 * a server is killed, the database crashes, listening lines are cut and servers are stopped one after another; in the end the
 * database is lost for a standby that lacks the last entries.
 */
export async function sufferEventChaos(sizes: Faults): Promise<EventChaosReport> {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-events-'));
  const cluster = await startCluster({ durable: true });
  const databaseUrl = cluster.url('postgres');
  const servers: KilledPortal[] = [];
  for (const name of ['one', 'two']) {
    const env = { DATABASE_URL: databaseUrl, DATA_DIR: join(folder, name), SECRET_KEY: '07'.repeat(32) };
    const blobs = { BLOB_URL: `file://${join(folder, 'blobs')}` };
    const server = new KilledPortal(await freePort(), { ...env, ...blobs });
    servers.push(server);
    await server.start();
  }
  const database = await openDatabase({ databaseUrl, dataDir: '' });
  const host = await signedIn(database, 'host', { at: new Date() });
  const { slug, first } = await liveEvent(database, host);
  const origins = servers.map(({ origin }) => origin);
  // These pages were not built with the servers.
  const proxy = await startBufferingNginx(origins, wire);
  const press = pressAt({ slug, item: first, host, origins });
  const viewers = Array.from(
    { length: sizes.viewers },
    (_, index) => new ReturningViewer(origins, slug, index),
  );
  const page = { slug, origin: proxy.origin, silentMs: sizes.silentMs };
  const pages = Array.from({ length: sizes.pages }, () => followAsPage(page));
  const place = async () => {
    const event = await findEvent(database.sql, slug).catch(() => null);
    return event === null ? null : `${event.epoch}.${event.state.seq}`;
  };
  try {
    const following = viewers.map((viewer) => viewer.follow());
    await press.more(5);
    const pressing = press.withoutPause();
    for (let round = 0; round < sizes.rounds; round += 1) {
      for (const suffer of faults) {
        await suffer(servers, { cluster, database });
        await wait(betweenFaultsMs);
      }
    }
    press.stop();
    await pressing;
    const behind = await arrived({ viewers, pages }, place);
    const before = summed(viewers);
    const promotion = await sufferPromotion({ cluster, press, place, all: { viewers, pages } });
    viewers.forEach((viewer) => viewer.stop());
    await Promise.all(following);
    return {
      ...{ ...before, written: press.written, behind: behind.viewers, pagesBehind: behind.pages },
      // The numbers of the new log follow one another, too.
      ...{ gaps: summed(viewers).gaps, duplicates: summed(viewers).duplicates },
      ...promotion,
      unexpected: [...press.unexpected],
    };
  } finally {
    viewers.forEach((viewer) => viewer.stop());
    pages.forEach((one) => one.leave());
    await proxy.end();
    await Promise.all(servers.map((server) => server.kill()));
    await database.close().catch(() => undefined);
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Fault = (
  servers: readonly KilledPortal[],
  place: { cluster: Cluster; database: Database },
) => Promise<unknown>;

const faults: readonly Fault[] = [
  async ([one]) => {
    await one?.kill();
    await one?.start();
  },
  // Every listening line is cut: only looking helps until it is there again.
  (_, { database }) => database.sql`
    select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'`,
  async (_, { cluster }) => {
    await cluster.crash();
    await cluster.start();
  },
  async (servers) => {
    for (const server of servers) {
      await server.stop();
      await server.start();
    }
  },
];

type Everybody = { viewers: readonly ReturningViewer[]; pages: readonly PageFollower[] };

/** How many are not where the log is, once all are or patience has ended. */
async function arrived({ viewers, pages }: Everybody, place: () => Promise<string | null>) {
  const until = Date.now() + patienceMs;
  for (;;) {
    const log = await place();
    const left = {
      viewers: viewers.filter((viewer) => viewer.place !== log).length,
      pages: pages.filter(({ place: stands }) => stands !== log).length,
    };
    if ((left.viewers === 0 && left.pages === 0) || Date.now() > until) return left;
    await wait(100);
  }
}

type Promotion = {
  cluster: Cluster;
  press: EventPresses;
  place: () => Promise<string | null>;
  all: Everybody;
};

/** Everybody sees what the standby does not have; it is promoted, and its log goes on past those numbers. */
async function sufferPromotion({ cluster, press, place, all }: Promotion) {
  const kept = press.written;
  cluster.copy();
  await press.more(lostEntries);
  const unseen = await arrived(all, place);
  if (unseen.viewers > 0) press.unexpected.add(`${unseen.viewers} did not see what was lost afterwards`);
  await cluster.promote();
  press.goOnBehind(kept);
  await press.more(2 * lostEntries);
  const { viewers, pages } = await arrived(all, place);
  return { lost: lostEntries, astray: viewers + pages };
}

const lostEntries = 5;

function summed(viewers: readonly ReturningViewer[]) {
  const steps = viewers.flatMap(({ logs }) =>
    logs.flatMap((seqs) => seqs.slice(1).map((seq, index) => seq - (seqs[index] ?? 0))),
  );
  const returns = viewers.flatMap((viewer) => viewer.returns);
  const tenths = new Map<number, number>();
  for (const at of returns) {
    const tenth = Math.floor(at / 100);
    tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
  }
  return {
    gaps: steps.filter((step) => step > 1).length,
    duplicates: steps.filter((step) => step < 1).length,
    resets: viewers.reduce((sum, { resets }) => sum + resets, 0),
    reconnects: returns.length,
    fullestTenth: Math.max(0, ...tenths.values()) / Math.max(1, viewers.length),
  };
}
