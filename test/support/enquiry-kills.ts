import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { openDatabase } from '../../api/db/database.ts';
import { signedIn } from './accounts.ts';
import { startCluster } from './cluster.ts';
import { openJournal } from './enquiry-journal.ts';
import { accountFor, type EnquiryAccount } from './enquiry-accounting.ts';
import { freePort } from './free-port.ts';
import { KilledPortal } from './killed-portal.ts';

export type EnquiryKillReport = EnquiryAccount & {
  kills: number;
  crashes: number;
  /** Answers other than received, refused by a rule, not now (503), or a broken line. */
  unexpected: string[];
  /** Letters of which there is not exactly one file. */
  misdelivered: number;
};

const writers = 6;
const key = '07'.repeat(32);
const Received = z.object({ number: z.string() });

/**
 * Visitors ask without a pause through HTTP while the server is killed (SIGKILL) and started again, and PostgreSQL under it. What
 * a visitor gets no answer to is sent again with its key until there is one, as the page does; what was journalled is compared
 * with what is kept.
 */
export async function sufferEnquiryKills(kills: number, crashes: number): Promise<EnquiryKillReport> {
  const cluster = await startCluster({ durable: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'zhaotu-enquiry-kills-'));
  const journal = openJournal(join(dataDir, 'journal.jsonl'));
  const databaseUrl = cluster.url('postgres');
  const portal = new KilledPortal(await freePort(), {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    SECRET_KEY: key,
  });
  await portal.start();
  const database = await openDatabase({ databaseUrl, dataDir });
  await signedIn(database, 'publisher', { at: new Date(), department: 'city-hotline' });
  const unexpected = new Set<string>();
  let acknowledged = 0;
  let asked = 0;
  let isOver = false;

  /** Every eighth is to be refused, and must leave nothing. */
  function question(words: string) {
    asked += 1;
    const isRefused = asked % 8 === 0;
    return {
      parcelCodes: isRefused ? ['NO-SUCH-PARCEL'] : [],
      company: words,
      ...(asked % 2 === 0
        ? { email: `${words}@supplier.test` }
        : { phone: `1${String(3e9 + asked).padStart(10, '0')}` }),
      message: words,
      consent: { textVersion: 'enquiry-1', accepted: true },
    };
  }

  async function ask(): Promise<void> {
    const words = randomUUID();
    const body = JSON.stringify(question(words));
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': words };
    journal.write({ what: 'intent', key: words, words });
    for (;;) {
      const request = { method: 'POST', body, headers };
      const response = await fetch(`${portal.origin}/api/enquiries`, request).catch(() => null);
      const answer: unknown = await response?.json().catch(() => null);
      const received = Received.safeParse(answer);
      if (response?.status === 201 && received.success) {
        journal.write({ what: 'acknowledged', key: words, number: received.data.number });
        acknowledged += 1;
        return;
      }
      if (response?.status === 422 && answer !== null)
        return journal.write({ what: 'refused', key: words, status: 422 });
      if (response !== null && response.status !== 503 && answer !== null)
        unexpected.add(`${response.status} ${JSON.stringify(answer)}`);
      if (unexpected.size > 0) return;
      journal.write({ what: 'unknown', key: words });
      await wait(20);
    }
  }

  async function write(): Promise<void> {
    while (!isOver && unexpected.size === 0) await ask();
  }

  const writing = Promise.all(Array.from({ length: writers }, write));
  const crashEvery = Math.max(1, Math.floor(kills / Math.max(1, crashes)));
  const done = { kills: 0, crashes: 0 };
  while (done.kills < kills && unexpected.size === 0) {
    const before = acknowledged;
    while (acknowledged < before + writers && unexpected.size === 0) await wait(5);
    await wait(Math.random() * 60);
    if (done.crashes < crashes && done.kills % crashEvery === 0) {
      await cluster.crash();
      await cluster.start();
      done.crashes += 1;
      await untilReady();
    }
    await portal.kill();
    done.kills += 1;
    await portal.start();
  }
  isOver = true;
  await writing;
  const misdelivered = await deliverAll();
  const account = await accountFor(database, journal.read());
  await portal.kill();
  await database.close();
  await cluster.stop();
  rmSync(dataDir, { recursive: true, force: true });
  return { ...account, ...done, unexpected: [...unexpected], misdelivered };

  async function untilReady(): Promise<void> {
    for (;;) {
      const ready = await fetch(`${portal.origin}/api/health`).catch(() => null);
      if (ready?.ok) return;
      await wait(50);
    }
  }

  /** What a killed sender had taken waits for its time to end: here it ends now. */
  async function deliverAll(): Promise<number> {
    for (;;) {
      const waiting = await database.sql`
        update letter set next_attempt_at = least(next_attempt_at, now())
        where sent_at is null and failed_at is null returning id`;
      if (waiting.length === 0) break;
      await wait(1_000);
    }
    const letters = await database.sql<{ name: string }[]>`
      select id || case medium when 'sms' then '.sms' else '.eml' end as name
      from letter where sent_at is not null limit 1000000`;
    const files = new Set(readdirSync(join(dataDir, 'mail')).filter((name) => !name.startsWith('.')));
    const missing = letters.filter(({ name }) => !files.delete(name)).length;
    return missing + files.size;
  }
}
