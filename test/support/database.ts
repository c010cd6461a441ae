import { cpSync, mkdtempSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../api/db/database.ts';
import { migrate } from '../../api/db/migrate.ts';
import { startCluster } from './cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How the tests reach the databases that were prepared once for the whole run. */
    databases: TestDatabases;
  }
}

export type TestDatabases = {
  /** The private cluster's address with `{database}` in the place of the name. */
  clusterUrl: string;
  clusterPort: number;
  /** Embedded data folders to copy: one empty, one migrated. */
  embeddedBlank: string;
  embeddedMigrated: string;
};

/** The template of the private cluster that holds PostGIS and every migration. */
export const migratedTemplate = 'zhaotu_template';

const migrationsFolder = new URL('../../data/migrations', import.meta.url).pathname;

/** Runs once before the store tests: starts PostgreSQL, prepares a template there and an embedded one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-test-'));
  const cluster = await startCluster();
  try {
    const embeddedBlank = join(folder, 'blank');
    const embeddedMigrated = join(folder, 'migrated');
    await Promise.all([prepareTemplate(cluster.url), prepareEmbedded(embeddedBlank, embeddedMigrated)]);
    project.provide('databases', {
      clusterUrl: cluster.url('{database}'),
      clusterPort: cluster.port,
      embeddedBlank,
      embeddedMigrated,
    });
  } catch (error) {
    await end();
    throw error;
  }
  return end;

  async function end(): Promise<void> {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepareTemplate(url: (database: string) => string): Promise<void> {
  const sql = postgres(url('postgres'), { max: 1, onnotice: () => undefined });
  await sql`create database ${sql(migratedTemplate)}`;
  await sql.end();
  await migrateAndClose({ databaseUrl: url(migratedTemplate), dataDir: '' });
}

async function prepareEmbedded(blank: string, migrated: string): Promise<void> {
  const database = await openDatabase({ databaseUrl: null, dataDir: blank });
  await database.close();
  cpSync(blank, migrated, { recursive: true });
  await migrateAndClose({ databaseUrl: null, dataDir: migrated });
}

async function migrateAndClose(config: { databaseUrl: string | null; dataDir: string }): Promise<void> {
  const database = await openDatabase(config);
  try {
    await migrate(database, migrationsFolder);
  } finally {
    await database.close();
  }
}

/** A data folder of its own for one test, copied from a prepared one. */
export async function copyEmbedded(template: string): Promise<{ dataDir: string; remove(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhaotu-test-'));
  await cp(template, dataDir, { recursive: true });
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}
