import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync } from 'node:fs';
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

const templatesFolder = new URL('../../node_modules/.cache/zhaotu-templates', import.meta.url).pathname;
const migrationsFolder = new URL('../../data/migrations', import.meta.url).pathname;

/** Runs once before the store tests: starts PostgreSQL, prepares a template there and an embedded one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  try {
    const [embedded] = await Promise.all([prepareEmbedded(), prepareTemplate(cluster.url)]);
    project.provide('databases', {
      clusterUrl: cluster.url('{database}'),
      clusterPort: cluster.port,
      embeddedBlank: join(embedded, 'blank'),
      embeddedMigrated: join(embedded, 'migrated'),
    });
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return () => cluster.stop();
}

async function prepareTemplate(url: (database: string) => string): Promise<void> {
  const sql = postgres(url('postgres'), { max: 1, onnotice: () => undefined });
  await sql`create database ${sql(migratedTemplate)}`;
  await sql.end();
  await migrateAndClose({ databaseUrl: url(migratedTemplate), dataDir: '' });
}

/**
 * The folder of the embedded templates. Making them takes longer than most tests: they are kept for the next run, under a
 * digest of what they are made from, and never opened again, only copied.
 */
async function prepareEmbedded(): Promise<string> {
  const kept = join(templatesFolder, templatesDigest());
  if (existsSync(kept)) return kept;
  mkdirSync(templatesFolder, { recursive: true });
  const made = mkdtempSync(join(templatesFolder, 'making-'));
  const [blank, migrated] = [join(made, 'blank'), join(made, 'migrated')];
  const database = await openDatabase({ databaseUrl: null, dataDir: blank });
  await database.close();
  cpSync(blank, migrated, { recursive: true });
  await migrateAndClose({ databaseUrl: null, dataDir: migrated });
  try {
    renameSync(made, kept);
  } catch (error) {
    // Another run was quicker.
    if (!existsSync(kept)) throw error;
    await rm(made, { recursive: true });
  }
  return kept;
}

function templatesDigest(): string {
  const digest = createHash('sha256').update(readFileSync('package-lock.json'));
  for (const name of readdirSync(migrationsFolder).sort())
    digest.update(`\0${name}\0`).update(readFileSync(join(migrationsFolder, name)));
  return digest.digest('hex').slice(0, 16);
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
