import { writeFileSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { trustProxies } from './accounts/client-address.ts';
import { openPasswords } from './accounts/passwords.ts';
import { createSecretBox } from './accounts/secret-box.ts';
import { readSecretKeys } from './accounts/secret-keys.ts';
import { createApp } from './app.ts';
import { databasePlace } from './audit/anchors.ts';
import { firstAnchorsFrom } from './audit/first-anchors.ts';
import { createStamping, stampEveryMs } from './audit/stamping.ts';
import { openBlobs } from './attachments/blobs.ts';
import type { Database } from './db/database.ts';
import {
  closeDemonstrationAccounts,
  demonstrationLinks,
  prepareDemonstrationAccounts,
  type DemonstrationAccount,
} from './demonstration/accounts.ts';
import { loadDemonstrationEnquiries } from './demonstration/enquiries.ts';
import { loadDemonstrationEvent } from './demonstration/event.ts';
import { approveDemonstrationTemplates } from './demonstration/templates.ts';
import { loadDemonstration } from './demonstration/load.ts';
import { EnvironmentError, readEnv } from './env.ts';
import { tendAgreements, tendEveryMs } from './agreements/errand.ts';
import { openPaperDesk } from './agreements/paper-desk.ts';
import { offerShippedTemplates } from './agreements/offer-templates.ts';
import { followCommits } from './db/follow.ts';
import { readMaterial } from './signatures/material.ts';
import { keepRoots } from './signatures/root-store.ts';
import { tryTimestamps } from './signatures/trial-stamp.ts';
import { openTrust } from './signatures/trust.ts';
import { prepareErrands } from './errands.ts';
import { openHub } from './events/hub.ts';
import { createSealingLook, lookAtSealingEveryMs } from './events/signing-entries.ts';
import { CityPackError } from './city/pack.ts';
import { StartError } from './errors.ts';
import { createLog } from './log.ts';
import { openPortal, pagesFolder } from './portal.ts';
import { localOrigin, loopbackOrigins, startListening, stopServer } from './server.ts';

async function main(): Promise<void> {
  const env = readEnv();
  const logger = createLog(env.logLevel);
  await mkdir(env.dataDir, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new StartError('DATA_DIR cannot be used: name a folder that this account may write.', { cause });
  });
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const { database, city, schemaVersion } = await openPortal(env, {
    onFailure: (error) => logger.error({ err: error }, 'the embedded database failed and is opened anew'),
  });
  const demonstrationShiftDays = await loadDemonstration(database, { city, env, now: new Date() });

  let origin = env.publicUrl === null ? localOrigin(env.host, env.port) : new URL(env.publicUrl).origin;
  const errands = (
    await prepareErrands({
      database,
      city,
      env,
      onError: (error) => logger.error({ err: error }, 'an errand failed and is tried again'),
    })
  ).start(() => origin);

  const passwords = openPasswords();
  const demonstrationAccounts = env.demo
    ? await prepareDemonstrationAccounts({
        database,
        pack: city.pack,
        dataDir: env.dataDir,
        passwords,
        now: new Date(),
      })
    : await closeDemonstrationAccounts(database, new Date());
  const keys = await readSecretKeys(env);
  const secrets = createSecretBox(keys);
  if (env.demo) {
    await loadDemonstrationEnquiries(database, { city, env, secrets, now: new Date() });
    await loadDemonstrationEvent(database, { city, env, now: new Date() });
  }

  await offerShippedTemplates(database, new Date());
  if (env.demo) await approveDemonstrationTemplates(database, new Date());
  const material = await readMaterial({ database, env, secrets, now: new Date() });
  const { isTest, notAfter: certificateEnds, ...trust } = await openTrust(material);
  const noTimestamps = await tryTimestamps(trust.timestampAuthority);
  if (noTimestamps !== null)
    logger.error(
      { err: noTimestamps },
      'TSA_URL gives no timestamp: until it does, nothing is signed or sealed',
    );
  const roots = await database.transaction((tx) => keepRoots(tx, { roots: trust.roots, at: new Date() }));
  const anchors = { dataDir: env.dataDir, database: databasePlace(env.databaseUrl), keys };
  const signing = {
    papers: openPaperDesk(material),
    isTest,
    roots,
    certificateEnds,
    anchorsFrom: (seq: number) => firstAnchorsFrom(anchors, seq),
  };
  const blobs = openBlobs(env.blobDir);
  const isTrustedProxy = trustProxies(env.trustedProxies);
  const isHttps = env.publicUrl?.startsWith('https:') ?? false;
  const clock = { origin: () => origin, now: () => new Date() };
  const agreements = followCommits(database, {
    topic: 'agreements',
    everyMs: tendEveryMs,
    run: (signal) =>
      tendAgreements(
        { database, blobs, city, secrets, isTrustedProxy, isHttps, ...signing, ...clock },
        signal,
      ),
    onError: (error) => logger.error({ err: error }, 'tending agreements failed and is tried again'),
  });
  const stamping = followCommits(database, {
    topic: 'audit',
    everyMs: stampEveryMs,
    run: createStamping(database.sql, {
      place: anchors,
      authority: trust.timestampAuthority,
      now: () => new Date(),
    }),
    onError: (error) => logger.error({ err: error }, 'the log was not stamped: this is tried again'),
  });

  const hub = openHub({
    database,
    now: () => new Date(),
    onError: (error) => logger.error({ err: error }, 'the viewers of an event were not counted'),
    follow: (run) =>
      followCommits(database, {
        topic: 'events',
        everyMs: 1_000,
        run,
        onError: (error) =>
          logger.error({ err: error }, 'the log of an event was not read and is tried again'),
      }),
  });

  const stage = followCommits(database, {
    topic: 'events',
    everyMs: lookAtSealingEveryMs,
    run: createSealingLook({ database, now: clock.now }),
    onError: (error) =>
      logger.error({ err: error }, 'what was sealed is not in the log of its event: this is tried again'),
  });

  let isStopping = false;
  let { port } = env;
  const app = await createApp({
    database,
    blobs,
    city,
    version,
    schemaVersion,
    logger,
    pagesFolder,
    settings: { basemap: env.basemap, mapApprovalNumber: env.mapApprovalNumber, demonstrationShiftDays },
    isStopping: () => isStopping,
    signing,
    hub,
    accounts: {
      isDemonstration: env.demo,
      passwords,
      secrets,
      isTrustedProxy,
      ownOrigins: () => (env.publicUrl === null ? [origin, ...loopbackOrigins(port)] : [origin]),
    },
    isHttps,
    ...clock,
  });
  const pidFile = join(env.dataDir, 'server.pid');
  const server = startListening({ fetch: app.fetch, host: env.host, port: env.port }, (address) => {
    // Only now: a start that found its port taken must not leave a pid that is nobody's.
    writeFileSync(pidFile, `${process.pid}\n`);
    // PORT 0 lets the system choose one.
    ({ port } = address);
    if (env.publicUrl === null) origin = localOrigin(address.address, address.port);
    process.stdout.write(`招图 Zhaotu is ready: ${env.publicUrl ?? origin}\n`);
    void printSignInLinks(database, demonstrationAccounts, origin);
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    const reason =
      error.code === 'EADDRINUSE'
        ? `PORT ${env.port} is in use: set another PORT.`
        : `HOST and PORT cannot be listened on (${error.code ?? error.message}): check both.`;
    void database.close().finally(() => fail(reason));
  });

  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    await Promise.all([stopServer(server), hub.close()]);
    await errands.stop();
    await Promise.all([agreements.stop(), stamping.stop(), stage.stop()]);
    await signing.papers.close();
    await database.close();
    await removeOwn(pidFile);
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

/** In demonstration mode: one link for each role, that signs in once. */
async function printSignInLinks(
  database: Database,
  accounts: readonly DemonstrationAccount[],
  origin: string,
): Promise<void> {
  const links = await demonstrationLinks(database, accounts, { origin, at: new Date() }).catch(() => []);
  for (const { role, link } of links) process.stdout.write(`  ${role.padEnd(9)}  ${link}\n`);
}

/** Several processes may share a folder beside one PostgreSQL: each removes its own mark only. */
async function removeOwn(pidFile: string): Promise<void> {
  const pid = await readFile(pidFile, 'utf8').catch(() => '');
  if (pid.trim() === String(process.pid)) await rm(pidFile, { force: true });
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

main().catch((error: unknown) => {
  const isExpected =
    error instanceof EnvironmentError || error instanceof CityPackError || error instanceof StartError;
  if (isExpected) fail(error.message);
  fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
});
