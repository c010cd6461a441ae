import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { openDatabase } from '../../api/db/database.ts';
import type { Database, DatabaseConfig } from '../../api/db/database.ts';
import { copyEmbedded, migratedTemplate } from './database.ts';

export type DatabaseKind = Database['kind'];

export const databaseKinds: DatabaseKind[] = ['embedded', 'postgis'];

export type TestDatabaseOptions = {
  /** False gives a database without any table, for testing migrations. */
  migrated?: boolean;
  queryDeadlineMs?: number;
  poolSize?: number;
};

export type TestDatabase = {
  database: Database;
  /** What `openDatabase` was given: a second process or pool opens the same database with it. */
  config: DatabaseConfig;
  /** Closes the database and removes it. */
  end(): Promise<void>;
};

/** A database of its own, with all migrations, for the test that calls it. */
export async function testDatabase(
  kind: DatabaseKind,
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const { migrated = true, ...settings } = options;
  const place = kind === 'embedded' ? await placeEmbedded(migrated) : await placeInCluster(migrated);
  const config = { databaseUrl: place.databaseUrl, dataDir: place.dataDir, ...settings };
  const database = await openDatabase(config);
  return {
    database,
    config,
    async end() {
      await database.close();
      await place.remove();
    },
  };
}

/** The same tests on the embedded database and on PostgreSQL. */
export function onBothDatabases(
  name: string,
  tests: (open: () => Database, kind: DatabaseKind) => void,
  options: TestDatabaseOptions = {},
): void {
  describe.each(databaseKinds)(`${name} (%s)`, (kind) => {
    let current: TestDatabase | undefined;
    beforeAll(async () => {
      current = await testDatabase(kind, options);
    });
    afterAll(async () => {
      await current?.end();
    });
    tests(() => {
      if (current === undefined) throw new Error('the database is open only inside tests and hooks');
      return current.database;
    }, kind);
  });
}

async function placeEmbedded(migrated: boolean) {
  const { embeddedMigrated, embeddedBlank } = inject('databases');
  const { dataDir, remove } = await copyEmbedded(migrated ? embeddedMigrated : embeddedBlank);
  return { databaseUrl: null, dataDir, remove };
}

async function placeInCluster(migrated: boolean) {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer((sql) =>
    migrated
      ? sql`create database ${sql(name)} template ${sql(migratedTemplate)}`
      : sql`create database ${sql(name)}`,
  );
  return {
    databaseUrl: clusterUrl(name),
    dataDir: '',
    remove: () => administer((sql) => sql`drop database ${sql(name)} with (force)`),
  };
}

/** The address of a database of the private cluster. */
export function clusterUrl(database: string): string {
  return inject('databases').clusterUrl.replace('{database}', database);
}

async function administer(run: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(clusterUrl('postgres'), { max: 1, onnotice: () => undefined });
  try {
    await run(sql);
  } finally {
    await sql.end();
  }
}
