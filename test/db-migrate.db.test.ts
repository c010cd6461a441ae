import { cp, mkdtemp, readdir, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../api/db/database.ts';
import { migrate } from '../api/db/migrate.ts';
import { databaseKinds, testDatabase } from './support/test-database.ts';
import type { TestDatabase } from './support/test-database.ts';

const realMigrations = new URL('../data/migrations', import.meta.url).pathname;

describe.each(databaseKinds)('migrating (%s)', (kind) => {
  let current: TestDatabase;
  let folder = '';

  beforeAll(async () => {
    current = await testDatabase(kind, { migrated: false });
  });
  afterAll(() => current.end());
  beforeEach(async () => {
    await current.database.transaction(async (tx) => {
      await tx`drop schema public cascade`;
      await tx`create schema public`;
    });
    folder = await mkdtemp(join(tmpdir(), 'zhaotu-test-'));
    await write('0001_first.sql', 'create table first (n integer); insert into first values (1);');
    await write('0002_second.sql', 'create table second (n integer);');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const run = () => migrate(current.database, folder);

  it('applies every file once, in order, and later only what is new', async () => {
    expect(await run()).toEqual({ applied: ['0001_first.sql', '0002_second.sql'], schemaVersion: 2 });
    expect(await run()).toEqual({ applied: [], schemaVersion: 2 });
    await write('0003_third.sql', 'insert into first select n + 1 from first;');
    expect(await run()).toEqual({ applied: ['0003_third.sql'], schemaVersion: 3 });
    expect(await current.database.sql`select n from first order by n`).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('refuses, by name, a file that was edited, renamed, removed, or numbered before an applied one', async () => {
    await write('0004_fourth.sql', 'create table fourth (n integer);');
    await run();
    await write('0003_late.sql', 'create table late (n integer);');
    await expect(run()).rejects.toThrow('0003_late.sql is numbered before');
    await unlink(join(folder, '0003_late.sql'));
    await write('0002_second.sql', 'create table second (n bigint);');
    await expect(run()).rejects.toThrow('0002_second.sql was changed');
    await unlink(join(folder, '0002_second.sql'));
    await expect(run()).rejects.toThrow(
      '0002_second.sql was applied to this database but its file is missing',
    );
    await write('0002_other.sql', 'create table second (n integer);');
    await expect(run()).rejects.toThrow('0002_other.sql was changed');
  });

  it('refuses names without a number and numbers used twice, before it touches the database', async () => {
    await write('later.sql', 'select 1');
    await expect(run()).rejects.toThrow('later.sql is not named');
    await unlink(join(folder, 'later.sql'));
    await write('0002_twin.sql', 'select 1');
    await expect(run()).rejects.toThrow('0002_twin.sql has a number that another file has too');
    expect(await tables()).toEqual([]);
  });

  it('leaves nothing of a file that fails halfway, and goes on from there once it is mended', async () => {
    await write('0003_third.sql', 'create table third (n integer); insert into third select 1 / 0;');
    await expect(run()).rejects.toMatchObject({ code: '22012' });
    expect(await tables()).toEqual(['first', 'schema_migration', 'second']);
    await write('0003_third.sql', 'create table third (n integer);');
    expect(await run()).toEqual({ applied: ['0003_third.sql'], schemaVersion: 3 });
  });

  async function tables(): Promise<string[]> {
    const rows = await current.database.sql<{ name: string }[]>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'spatial_ref_sys' order by name`;
    return rows.map(({ name }) => name);
  }
});

describe('servers that start at the same moment', () => {
  it('apply each migration once between them', async () => {
    const { config, end } = await testDatabase('postgis', { migrated: false });
    const folder = await mkdtemp(join(tmpdir(), 'zhaotu-test-'));
    await cp(realMigrations, folder, { recursive: true });
    await writeFile(join(folder, '9999_slow.sql'), 'create table slow (n integer); select pg_sleep(0.5);');
    const servers = await Promise.all(Array.from({ length: 4 }, () => openDatabase(config)));
    const outcomes = await Promise.all(servers.map((server) => migrate(server, folder)));
    const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
    expect(outcomes.flatMap(({ applied }) => applied).sort()).toEqual(files);
    expect(outcomes.map(({ schemaVersion }) => schemaVersion)).toEqual([9999, 9999, 9999, 9999]);
    await Promise.all(servers.map((server) => server.close()));
    await end();
    await rm(folder, { recursive: true });
  });
});
