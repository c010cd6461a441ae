import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecretBox } from './accounts/secret-box.ts';
import { readSecretKeys } from './accounts/secret-keys.ts';
import { sweepAccounts } from './accounts/sweep-store.ts';
import { openBlobs } from './attachments/blobs.ts';
import { sweepAttachments } from './attachments/sweep.ts';
import { databasePlace } from './audit/anchors.ts';
import { createAnchoring } from './audit/anchoring.ts';
import type { City } from './city/pack.ts';
import type { Database } from './db/database.ts';
import { followCommits } from './db/follow.ts';
import { sweepEnquiries } from './enquiries/erase.ts';
import type { Env } from './env.ts';
import type { Deliver, Sender } from './letters/delivery.ts';
import { deliverToFolder } from './letters/eml.ts';
import { sendDueLetters } from './letters/sender.ts';
import { deliverBySmtp } from './letters/smtp.ts';

/** What goes on beside the requests: the log is anchored, letters go out, what is of no more use goes. */
export type Errands = {
  /** Goes on with them until stopped, woken by this process's commits and looking by itself for others'. */
  start(): { stop(): Promise<void> };
  /** Does once what there is to do, for a process that ends. */
  settle(): Promise<void>;
};

const anchorEveryMs = 60_000;
const sweepEveryMs = 3_600_000;
const lettersEveryMs = 10_000;

/** What the command line waits for: a mail server that is slow may wait for the portal itself. */
const settleMs = 20_000;

export type ErrandParts = { database: Database; city: City; env: Env; onError: (error: unknown) => void };

export async function prepareErrands({ database, city, env, onError }: ErrandParts): Promise<Errands> {
  const { sql } = database;
  await mkdir(env.dataDir, { recursive: true, mode: 0o700 });
  const keys = await readSecretKeys(env);
  const secrets = createSecretBox(keys);
  const place = { dataDir: env.dataDir, database: databasePlace(env.databaseUrl), keys };
  const anchor = createAnchoring(sql, { place, now: () => new Date() });
  const deliver = deliveryOf(env, city);
  const send = (signal: AbortSignal) => sendDueLetters({ sql, secrets, deliver, onError }, signal);
  return {
    start() {
      const followers = [
        followCommits(database, { topic: 'audit', everyMs: anchorEveryMs, run: anchor, onError }),
        followCommits(database, { topic: 'letters', everyMs: lettersEveryMs, run: send, onError }),
      ];
      const blobs = openBlobs(env.blobDir);
      const sweep = () => {
        void sweepAccounts(database, new Date()).catch(onError);
        void sweepAttachments({ database, blobs }, new Date()).catch(onError);
        void sweepEnquiries({ database, blobs }, new Date()).catch(onError);
      };
      sweep();
      const sweeping = setInterval(sweep, sweepEveryMs).unref();
      return {
        async stop() {
          clearInterval(sweeping);
          await Promise.all(followers.map((follower) => follower.stop()));
        },
      };
    },
    async settle() {
      await anchor().catch(onError);
      await send(AbortSignal.timeout(settleMs)).catch(onError);
    },
  };
}

function deliveryOf(env: Env, city: City): Deliver {
  const from = senderOf(env, city);
  if (env.smtpUrl !== null) return deliverBySmtp(env.smtpUrl, from);
  return deliverToFolder(join(env.dataDir, 'mail'), from);
}

function senderOf({ mailFrom, publicUrl }: Env, city: City): Sender {
  const name = mailFrom?.name ?? city.pack.title['zh-CN'];
  const host = publicUrl === null ? 'localhost' : new URL(publicUrl).hostname;
  return { name, address: mailFrom?.address ?? `no-reply@${host}` };
}
