import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { backUp } from '../api/admin/backup.ts';
import { restore } from '../api/admin/restore.ts';
import { verifyLog } from '../api/admin/audit.ts';
import { appendAudit } from '../api/audit/store.ts';
import { readSchemaVersion } from '../api/backup/table-store.ts';
import { openDatabase } from '../api/db/database.ts';
import { migrate } from '../api/db/migrate.ts';
import { readEnv } from '../api/env.ts';
import { commit, parcelDraft, prepareCity, readJinhua } from './support/parcels.ts';
import { testDatabase } from './support/test-database.ts';

/** The schema that the first installations had. */
const older = 5;
const options = { crs: null, draft: false, dryRun: false };
const removals: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const remove of removals) await remove();
});

async function newPlace() {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhaotu-older-'));
  const test = await testDatabase('postgis', { migrated: false });
  removals.push(
    () => test.end(),
    () => rm(dataDir, { recursive: true }),
  );
  return {
    database: test.database,
    env: readEnv({ DATABASE_URL: test.config.databaseUrl ?? '', DATA_DIR: dataDir, DEMO: '0' }),
  };
}

it('an archive of an older schema comes back whole, and is brought to the newest one', async () => {
  const source = await newPlace();
  const { schemaVersion: newest } = await migrate((await newPlace()).database, 'data/migrations');
  await migrate(source.database, 'data/migrations', { upTo: older });
  const city = await readJinhua();
  await prepareCity(source.database, city);
  await source.database.sql`insert into installation (city) values ('jinhua')`;
  await commit(source.database, [parcelDraft('OLD-1')], { pack: city.pack });
  await source.database.transaction((tx) =>
    appendAudit(tx, {
      actor: { accountId: null, role: 'system' },
      action: 'parcel.publish',
      subject: 'parcel:OLD-1',
      details: { version: 1 },
      at: new Date('2026-11-22T02:00:00Z'),
    }),
  );
  const file = join(source.env.dataDir, 'older.zhaotu');
  expect((await backUp({ env: source.env, files: [file], options })).json).toMatchObject({
    schemaVersion: older,
  });

  const target = await newPlace();
  expect((await restore({ env: target.env, files: [file], options })).ok).toBe(true);
  const database = await openDatabase({ databaseUrl: target.env.databaseUrl, dataDir: target.env.dataDir });
  removals.unshift(() => database.close());
  expect(newest).toBeGreaterThan(older);
  expect(await readSchemaVersion(database.sql)).toBe(newest);
  expect(await database.sql`select code from public_parcel(now()) order by code limit 10`).toEqual([
    { code: 'OLD-1' },
  ]);
  const verification = await verifyLog({ env: target.env, files: [], options });
  // What was backed up, and that it was restored.
  expect(verification.json).toMatchObject({ ok: true, rows: 2 });
});
