import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEvent } from '../../api/events/event-store.ts';
import { signedIn } from './accounts.ts';
import { startBroadcaster, startCrowd, type Crowd } from './event-crowds.ts';
import { followEvent } from './event-viewer.ts';
import { freePort } from './free-port.ts';
import { KilledPortal } from './killed-portal.ts';
import { liveEvent } from './live-event.ts';
import { collectsGarbage, cpuNs } from './process-figures.ts';
import { testDatabase } from './test-database.ts';

/** One of the two that are measured beside each other, with viewers of its own. */
type Side = {
  pid: number;
  url: string;
  crowd: Crowd;
  /** Sends a message to all; returns when it was asked to, nanoseconds of the machine's clock. */
  send(): Promise<bigint>;
};

export type Round = { cpuUsOfOne: number; lastMs: number; lateMs: number };

export type EventContest = Awaited<ReturnType<typeof startEventContest>>;

/** The built server (`npm run build` first) on PostgreSQL, whose event is followed, and the raw broadcaster, which sends the same bytes. */
export async function startEventContest() {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-contest-'));
  const { database, config, end } = await testDatabase('postgis');
  const portal = new KilledPortal(await freePort(), {
    DATABASE_URL: config.databaseUrl ?? '',
    DATA_DIR: folder,
    NODE_OPTIONS: `--import=${collectsGarbage}`,
  });
  await portal.start();
  const host = await signedIn(database, 'host', { at: new Date() });
  const { slug, first, act } = await liveEvent(database, host);
  const url = `${portal.origin}/api/events/${slug}/stream`;
  let isArmed = false;

  /** The whole way: written into the log by another process, and read from there. */
  async function press(): Promise<bigint> {
    const asked = process.hrtime.bigint();
    isArmed = !isArmed;
    await act({ type: 'standby', item: isArmed ? first : null });
    return asked;
  }

  const viewer = await followEvent(url);
  await press();
  const [message] = await viewer.first(1);
  viewer.close();
  const text = `id: ${message?.id}\nevent: ${message?.event}\ndata: ${JSON.stringify(message?.data)}\n\n`;
  const raw = await startBroadcaster(collectsGarbage);

  const ours: Side = {
    ...{ url, crowd: startCrowd(), send: press },
    pid: Number(readFileSync(join(folder, 'server.pid'), 'utf8')),
  };
  const theirs: Side = {
    ...{ url: raw.url, crowd: startCrowd(), pid: raw.pid },
    send() {
      const asked = process.hrtime.bigint();
      raw.send(text);
      return Promise.resolve(asked);
    },
  };

  return {
    ours,
    theirs,
    bytes: Buffer.byteLength(text),
    press,
    /** Where somebody was so many entries ago. */
    async idBefore(entries: number): Promise<string> {
      const event = await findEvent(database.sql, slug);
      return `${event?.epoch}.${(event?.state.seq ?? 0) - entries}`;
    },
    /** How often the log of events was looked into so far, once the server of the database has said so. */
    async looksIntoLog(): Promise<number> {
      const [row] = await database.sql<{ looks: number }[]>`
        select (coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::int as looks
        from pg_stat_user_tables where relname = 'live_log'`;
      return row?.looks ?? NaN;
    },
    async end(): Promise<void> {
      await Promise.all([ours.crowd.end(), theirs.crowd.end(), raw.end(), portal.kill()]);
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One message after another, each once the one before has come to all: processor time of one delivery, and medians of the waits. */
export async function sendTo(side: Side, { viewers, messages }: Sending): Promise<Round> {
  const before = cpuNs(side.pid);
  const last: number[] = [];
  const late: number[] = [];
  for (let message = 0; message < messages; message += 1) {
    const asked = await side.send();
    const delivery = await side.crowd.delivered();
    last.push(Number(delivery.last - asked) / 1e6);
    late.push(Number(delivery.late - asked) / 1e6);
  }
  const used = cpuNs(side.pid) - before;
  return { cpuUsOfOne: used / 1e3 / viewers / messages, lastMs: median(last), lateMs: median(late) };
}

type Sending = { viewers: number; messages: number };

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
