import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecretBox } from './accounts/secret-box.ts';
import { readSecretKeys } from './accounts/secret-keys.ts';
import { agreementsOfLetters } from './agreements/undelivered.ts';
import { sweepAccounts } from './accounts/sweep-store.ts';
import { openBlobs } from './attachments/blobs.ts';
import { sweepAttachments } from './attachments/sweep.ts';
import { databasePlace } from './audit/anchors.ts';
import { createAnchoring } from './audit/anchoring.ts';
import type { City } from './city/pack.ts';
import type { Database } from './db/database.ts';
import { followCommits } from './db/follow.ts';
import { remindOfEnquiries } from './enquiries/remind.ts';
import { sweepEnquiries } from './enquiries/erase.ts';
import type { Env } from './env.ts';
import { casesOfLetters } from './enquiries/undelivered.ts';
import type { Deliver, Sender } from './letters/delivery.ts';
import { deliverToFolder } from './letters/eml.ts';
import { sendDueLetters } from './letters/sender.ts';
import { deliverBySms, deliverSmsToFolder } from './letters/sms.ts';
import { deliverBySmtp } from './letters/smtp.ts';
import { media, type Medium } from './letters/terms.ts';
import { localOrigin } from './server.ts';

/** What goes on beside the requests: the log is anchored, letters go out, what is of no more use goes. */
export type Errands = {
  /**
   * Goes on with them until stopped, woken by this process's commits and looking by itself for others'. `origin`: of links in
   * letters.
   */
  start(origin: () => string): { stop(): Promise<void> };
  /** Does once what there is to do, for a process that ends. */
  settle(): Promise<void>;
};

const anchorEveryMs = 60_000;
const sweepEveryMs = 3_600_000;
const remindEveryMs = 60_000;
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
  const now = () => new Date();
  const anchor = createAnchoring(sql, { place, now });
  const deliver = deliveryOf(env, city);
  const origin = env.publicUrl === null ? localOrigin(env.host, env.port) : new URL(env.publicUrl).origin;
  const cases = casesOfLetters({ city, origin: () => origin, now });
  const agreements = agreementsOfLetters(now);
  /** Each medium by itself: a mail server that is out or slow holds up no short message, nor the other way round. */
  const senders = media.map(
    (medium) => (signal: AbortSignal) =>
      sendDueLetters({ database, secrets, deliver, cases, agreements, onError }, medium, signal),
  );
  return {
    start(origin) {
      const followers = [
        followCommits(database, { topic: 'audit', everyMs: anchorEveryMs, run: anchor, onError }),
        ...senders.map((run) =>
          followCommits(database, { topic: 'letters', everyMs: lettersEveryMs, run, onError }),
        ),
      ];
      const blobs = openBlobs(env.blobDir);
      const sweep = () => {
        void sweepAccounts(database, new Date()).catch(onError);
        void sweepAttachments({ database, blobs }, new Date()).catch(onError);
        void sweepEnquiries({ database, blobs }, new Date()).catch(onError);
      };
      const remind = () =>
        void remindOfEnquiries({ database, city, origin, now: () => new Date() }).catch(onError);
      sweep();
      remind();
      const rounds = [setInterval(sweep, sweepEveryMs), setInterval(remind, remindEveryMs)];
      for (const round of rounds) round.unref();
      return {
        async stop() {
          for (const round of rounds) clearInterval(round);
          await Promise.all(followers.map((follower) => follower.stop()));
        },
      };
    },
    async settle() {
      await anchor().catch(onError);
      const patience = AbortSignal.timeout(settleMs);
      await Promise.all(senders.map((send) => send(patience).catch(onError)));
    },
  };
}

function deliveryOf(env: Env, city: City): Record<Medium, Deliver> {
  const from = senderOf(env, city);
  const folder = join(env.dataDir, 'mail');
  return {
    mail: env.smtpUrl === null ? deliverToFolder(folder, from) : deliverBySmtp(env.smtpUrl, from),
    sms: env.smsUrl === null ? deliverSmsToFolder(folder) : deliverBySms(env.smsUrl),
  };
}

function senderOf({ mailFrom, publicUrl }: Env, city: City): Sender {
  const name = mailFrom?.name ?? city.pack.title['zh-CN'];
  const host = publicUrl === null ? 'localhost' : new URL(publicUrl).hostname;
  return { name, address: mailFrom?.address ?? `no-reply@${host}` };
}
