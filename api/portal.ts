import { join } from 'node:path';
import { claimInstallation, writeCity } from './city/store.ts';
import { readIndustries } from './city/industries.ts';
import { readCity, type City } from './city/pack.ts';
import { batchDeadlineMs, openDatabase, type Database, type DatabaseConfig } from './db/database.ts';
import { migrate } from './db/migrate.ts';
import { grantRights, readRole } from './db/rights.ts';
import type { Env } from './env.ts';
import { prepareErrands } from './errands.ts';
import { StartError } from './errors.ts';
import { renewSearchTexts } from './parcels/search-text-store.ts';

export type Portal = { database: Database; city: City; schemaVersion: number };

export const migrationsFolder = 'data/migrations';
const industriesFile = 'data/industries.csv';

/**
 * Opens the database, brings it to the newest schema and writes the city pack into it. Safe to run at every start and
 * beside a running server.
 * @throws StartError when the database belongs to another city.
 */
export async function openPortal(env: Env, options: Partial<DatabaseConfig> = {}): Promise<Portal> {
  const city = await readCity(env.citiesDir, env.city);
  const industries = await readIndustries(industriesFile);
  const schemaVersion = await migrateSchema(env, options);
  const database = await openDatabase({ databaseUrl: env.databaseUrl, dataDir: env.dataDir, ...options });
  try {
    const migrated = schemaVersion ?? (await migrate(database, migrationsFolder)).schemaVersion;
    await database.transaction(
      async (tx) => {
        const installation = await claimInstallation(tx, env.city);
        if (installation.city !== env.city) throw new StartError(otherCity(installation.city, env.city));
        await writeCity(tx, city.pack, industries);
      },
      { deadlineMs: batchDeadlineMs },
    );
    await renewSearchTexts(database);
    const portal = { database, city, schemaVersion: migrated };
    return options.join ? { ...portal, database: settlingAtClose(portal, env) } : portal;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** A command ends before anybody else would anchor what it wrote into the log, or send its letters: it does so itself. */
function settlingAtClose({ database, city }: Portal, env: Env): Database {
  const onError = (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  };
  return {
    ...database,
    async close() {
      try {
        const errands = await prepareErrands({ database, city, env, onError });
        await errands.settle();
      } finally {
        await database.close();
      }
    },
  };
}

function otherCity(held: string, wanted: string): string {
  return (
    `This database holds the city "${held}", but CITY is "${wanted}". ` +
    'Use another database (DATABASE_URL) or another DATA_DIR for it.'
  );
}

/** With a role of its own for the schema (DATABASE_MIGRATE_URL) the server itself needs no right to change it. */
async function migrateSchema(env: Env, options: Partial<DatabaseConfig>): Promise<number | null> {
  if (env.databaseMigrateUrl === null) return null;
  const owner = await openDatabase({ ...options, databaseUrl: env.databaseMigrateUrl, dataDir: env.dataDir });
  try {
    const { schemaVersion } = await migrate(owner, migrationsFolder);
    if (env.databaseUrl !== null) await grantRights(owner, await roleOf(env.databaseUrl, options));
    return schemaVersion;
  } finally {
    await owner.close();
  }
}

async function roleOf(databaseUrl: string, options: Partial<DatabaseConfig>): Promise<string> {
  const database = await openDatabase({ ...options, databaseUrl, dataDir: '' });
  try {
    return await readRole(database.sql);
  } finally {
    await database.close();
  }
}

export const pagesFolder = join('dist', 'web');
