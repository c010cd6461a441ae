import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { openDatabase, type Database } from '../../api/db/database.ts';
import { signedIn, type SignedIn } from './accounts.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { followEvent, type EventViewer } from './event-viewer.ts';
import { freePort } from './free-port.ts';
import { KilledPortal } from './killed-portal.ts';
import { liveEvent } from './live-event.ts';

export type EventChaosReport = {
  /** Entries that a host was told of as written. */
  written: number;
  /** Viewers who did not come to the last entry. */
  behind: number;
  /** Entries that a viewer did not get between two that he got. */
  gaps: number;
  /** Entries that a viewer got twice. */
  duplicates: number;
  /** Viewers who were sent to the snapshot, which none had to be. */
  resets: number;
  reconnects: number;
  /** The largest share of those who came back that did so within a tenth of a second. */
  fullestTenth: number;
  /** Answers other than done or not now. */
  unexpected: string[];
};

type Faults = { viewers: number; rounds: number };

const Written = z.object({ seq: z.int() });
const CueSeq = z.object({ seq: z.int() });
/** Slow enough that nobody who comes back in 8 s has missed more than is kept for him. */
const pressEveryMs = 150;
const betweenFaultsMs = 1_500;

/**
 * Two built servers (`npm run build` first) beside one PostgreSQL, viewers of both, and a host who presses without a pause, while
 * a server is killed, the database crashes, listening lines are cut and servers are stopped one after another.
 */
export async function sufferEventChaos({ viewers: count, rounds }: Faults): Promise<EventChaosReport> {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-events-'));
  const cluster = await startCluster({ durable: true });
  const databaseUrl = cluster.url('postgres');
  const servers: KilledPortal[] = [];
  for (const name of ['one', 'two']) {
    const env = { DATABASE_URL: databaseUrl, DATA_DIR: join(folder, name), SECRET_KEY: '07'.repeat(32) };
    const server = new KilledPortal(await freePort(), {
      ...env,
      BLOB_URL: `file://${join(folder, 'blobs')}`,
    });
    servers.push(server);
    await server.start();
  }
  const database = await openDatabase({ databaseUrl, dataDir: '' });
  const host = await signedIn(database, 'host', { at: new Date() });
  const { slug, first } = await liveEvent(database, host);
  const origins = servers.map(({ origin }) => origin);
  const press = hostOf({ slug, item: first, host, origins });
  const viewers = Array.from({ length: count }, (_, index) => new Follower(origins, slug, index));
  try {
    const following = viewers.map((viewer) => viewer.follow());
    await press.until(() => press.written >= 5);
    const pressing = press.withoutPause();
    for (let round = 0; round < rounds; round += 1) {
      for (const suffer of faults) {
        await suffer(servers, { cluster, database });
        await wait(betweenFaultsMs);
      }
    }
    press.stop();
    await pressing;
    const isThere = () => viewers.every(({ last }) => last >= press.written);
    for (let waited = 0; waited < 600 && !isThere(); waited += 1) await wait(100);
    viewers.forEach((viewer) => viewer.stop());
    await Promise.all(following);
    return reportOf(viewers, press);
  } finally {
    viewers.forEach((viewer) => viewer.stop());
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

type Place = { slug: string; item: number; host: SignedIn; origins: readonly string[] };

/** Presses by HTTP; what is not answered is sent again with the same key, to the other server. */
function hostOf({ slug, item, host, origins }: Place) {
  let written = 0;
  let isOver = false;
  const unexpected = new Set<string>();

  async function pressOnce(): Promise<void> {
    const body = JSON.stringify({ expectedSeq: written, item: written % 2 === 0 ? item : null });
    const key = randomUUID();
    for (let attempt = 0; ; attempt += 1) {
      const origin = origins[attempt % origins.length] ?? '';
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key, Origin: origin };
      const response = await fetch(`${origin}/api/events/${slug}/standby`, {
        method: 'POST',
        headers: { ...host.headers, ...headers },
        body,
      }).catch(() => null);
      if (response?.ok) {
        written = Written.parse(await response.json()).seq;
        return;
      }
      if (response !== null && response.status !== 503) {
        unexpected.add(`${response.status} ${await response.text()}`);
        isOver = true;
        return;
      }
      await wait(50);
    }
  }

  return {
    get written() {
      return written;
    },
    unexpected,
    async until(isSo: () => boolean): Promise<void> {
      while (!isSo() && !isOver) await pressOnce();
    },
    async withoutPause(): Promise<void> {
      while (!isOver) {
        await pressOnce();
        await wait(pressEveryMs);
      }
    },
    stop: () => (isOver = true),
  };
}

/** A viewer who comes back after each lost line, in the time he was told, to the other server. */
class Follower {
  readonly seqs: number[] = [];
  /** When he came back, in milliseconds. */
  readonly returns: number[] = [];
  resets = 0;
  #read = 0;
  #isOver = false;
  #viewer: EventViewer | null = null;
  readonly #origins: readonly string[];
  readonly #slug: string;
  readonly #index: number;

  constructor(origins: readonly string[], slug: string, index: number) {
    [this.#origins, this.#slug, this.#index] = [origins, slug, index];
  }

  get last(): number {
    this.#take();
    return this.seqs.at(-1) ?? 0;
  }

  async follow(): Promise<void> {
    let id: string | undefined;
    let retryMs = 500;
    for (let line = this.#index; !this.#isOver; line += 1) {
      const origin = this.#origins[line % this.#origins.length] ?? '';
      const url = `${origin}/api/events/${this.#slug}/stream?after=0`;
      const viewer = await followEvent(url, id).catch(() => null);
      if (viewer?.response.statusCode === 200) {
        if (id !== undefined) this.returns.push(Date.now());
        [this.#viewer, this.#read] = [viewer, 0];
        if (this.#isOver) viewer.close();
        await viewer.over();
        this.#take();
        id = viewer.id === '' ? id : viewer.id;
        retryMs = viewer.retries.at(-1) ?? retryMs;
      } else viewer?.close();
      if (!this.#isOver) await wait(retryMs);
    }
  }

  stop(): void {
    this.#isOver = true;
    this.#viewer?.close();
  }

  #take(): void {
    const messages = this.#viewer?.messages.slice(this.#read) ?? [];
    this.#read += messages.length;
    for (const { event, data } of messages)
      if (event === 'reset') this.resets += 1;
      else if (event !== 'totals') this.seqs.push(CueSeq.parse(data).seq);
  }
}

function reportOf(
  viewers: readonly Follower[],
  { written, unexpected }: { written: number; unexpected: ReadonlySet<string> },
): EventChaosReport {
  const steps = viewers.flatMap(({ seqs }) => seqs.map((seq, index) => seq - (seqs[index - 1] ?? 0)));
  const returns = viewers.flatMap((viewer) => viewer.returns);
  const tenths = new Map<number, number>();
  for (const at of returns) {
    const tenth = Math.floor(at / 100);
    tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
  }
  return {
    written,
    behind: viewers.filter(({ last }) => last !== written).length,
    gaps: steps.filter((step) => step > 1).length,
    duplicates: steps.filter((step) => step < 1).length,
    resets: viewers.reduce((sum, { resets }) => sum + resets, 0),
    reconnects: returns.length,
    fullestTenth: Math.max(0, ...tenths.values()) / Math.max(1, viewers.length),
    unexpected: [...unexpected],
  };
}
