import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { trustProxies } from '../../api/accounts/client-address.ts';
import { openPasswords } from '../../api/accounts/passwords.ts';
import type { AccountSettings } from '../../api/accounts/parts.ts';
import { createSecretBox } from '../../api/accounts/secret-box.ts';
import { paperTasks } from '../../api/agreements/paper-tasks.ts';
import { makeTestMaterial, openTrust } from '../../api/signatures/trust.ts';
import { openBlobs } from '../../api/attachments/blobs.ts';
import { createApp, type AppParts } from '../../api/app.ts';
import type { City } from '../../api/city/pack.ts';
import type { Database } from '../../api/db/database.ts';
import { followCommits } from '../../api/db/follow.ts';
import { openHub } from '../../api/events/hub.ts';

/** A cost at which a test may sign in often. */
const cheapCost = { memoryKib: 64, passes: 1 };

/** The portal as it runs for real, staff need a second factor; but what a password costs. */
export function testAccounts(over: Partial<AccountSettings> = {}): AccountSettings {
  return {
    isDemonstration: false,
    passwords: openPasswords(cheapCost),
    secrets: createSecretBox([Buffer.alloc(32, 7)]),
    isTrustedProxy: trustProxies([]),
    ownOrigins: () => ['http://127.0.0.1:8080'],
    ...over,
  };
}

/** Shared by the portals of one test file. */
export const testBlobs = openBlobs(join(tmpdir(), `zhaotu-test-blobs-${process.pid}`));

/** Draws and signs in this very process, with certificates of this file of tests. */
const material = await makeTestMaterial(new Date());
const tasks = paperTasks(material);
export const testSigning = {
  papers: { ...tasks, close: () => Promise.resolve() },
  isTest: true,
  roots: [material.root.certificate],
  certificateEnds: new Date('2036-01-01T00:00:00Z'),
};

/** The time stamping authority of the same certificates. */
export const { timestampAuthority: testStamps } = await openTrust(material);

/** Follows at the pace of the real one. */
export function testHub(
  database: Database,
  onError: (error: unknown) => void = () => undefined,
  now = () => new Date(),
) {
  const follow = { topic: 'events', everyMs: 1_000, onError } as const;
  return openHub({ database, now, onError, follow: (run) => followCommits(database, { ...follow, run }) });
}

/** The whole portal over a test database, without pages and silent; `over` changes what a test is about. */
export function testPortal(database: Database, city: City, over: Partial<AppParts> = {}) {
  return createApp({
    database,
    blobs: testBlobs,
    city,
    settings: { basemap: { kind: 'sketch' }, mapApprovalNumber: null, demonstrationShiftDays: null },
    version: '0.0.0-test',
    schemaVersion: 1,
    logger: pino({ level: 'silent' }),
    pagesFolder: null,
    isStopping: () => false,
    origin: () => 'http://127.0.0.1:8080',
    isHttps: false,
    accounts: testAccounts(),
    signing: testSigning,
    hub: testHub(database),
    now: () => new Date('2026-11-22T02:00:00Z'),
    ...over,
  });
}
