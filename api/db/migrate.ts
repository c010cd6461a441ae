import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database, Sql } from './database.ts';

/** A numbered SQL file of `data/migrations`. */
type Migration = { version: number; name: string; text: string; checksum: string };

type AppliedMigration = { version: number; name: string; checksum: string };

export type MigrationOutcome = { applied: string[]; schemaVersion: number };

export type MigrationOptions = {
  /** The last one to apply, for what was written under an older schema. */
  upTo?: number;
};

const migrationName = /^(\d{4})_[a-z0-9_]+\.sql$/;

/** A change of a large table may take its time; nobody waits for an answer meanwhile. */
const migrationDeadlineMs = 30 * 60_000;

/** One number for all portals on one cluster database; taken as an advisory lock while migrating. */
export const migrationLock = 7_401_502;

/**
 * Brings the database to the newest schema: forward only, each file in a transaction of its own.
 * Refuses, naming the file, when an applied file was edited or is missing, or a new one is numbered before an applied one.
 */
export async function migrate(
  database: Database,
  folder: string,
  { upTo = Infinity }: MigrationOptions = {},
): Promise<MigrationOutcome> {
  const migrations = (await readMigrations(folder)).filter(({ version }) => version <= upTo);
  await database.transaction(
    async (tx) => {
      await tx`select pg_advisory_xact_lock(${migrationLock})`;
      await tx`
      create table if not exists schema_migration (
        version integer primary key,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now()
      )`;
    },
    { deadlineMs: migrationDeadlineMs },
  );
  const applied: string[] = [];
  for (const migration of migrations) {
    const isNew = await database.transaction((tx) => applyMigration(tx, migrations, migration), {
      deadlineMs: migrationDeadlineMs,
    });
    if (isNew) applied.push(migration.name);
  }
  return { applied, schemaVersion: migrations.at(-1)?.version ?? 0 };
}

async function applyMigration(tx: Sql, migrations: Migration[], migration: Migration): Promise<boolean> {
  // The lock makes two starting servers take turns; what the other one applied is seen after it.
  await tx`select pg_advisory_xact_lock(${migrationLock})`;
  const past = await tx<
    AppliedMigration[]
  >`select version, name, checksum from schema_migration order by version`;
  refuseChangedPast(migrations, past);
  if (past.some(({ version }) => version === migration.version)) return false;
  await tx.unsafe(migration.text);
  await tx`
    insert into schema_migration (version, name, checksum)
    values (${migration.version}, ${migration.name}, ${migration.checksum})`;
  return true;
}

function refuseChangedPast(migrations: Migration[], past: AppliedMigration[]): void {
  for (const { version, name, checksum } of past) {
    const file = migrations.find((migration) => migration.version === version);
    if (file === undefined)
      throw new Error(`Migration ${name} was applied to this database but its file is missing.`);
    if (file.name !== name || file.checksum !== checksum) {
      throw new Error(
        `Migration ${file.name} was changed after it had been applied; write a new one instead.`,
      );
    }
  }
  const newest = past.at(-1)?.version ?? 0;
  const late = migrations.find(
    ({ version }) => version < newest && !past.some((applied) => applied.version === version),
  );
  if (late !== undefined) {
    throw new Error(
      `Migration ${late.name} is numbered before ${newest}, which is applied already; number it anew.`,
    );
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const name of names) {
    const number = migrationName.exec(name)?.[1];
    if (number === undefined) throw new Error(`Migration ${name} is not named NNNN_what_it_does.sql.`);
    const text = await readFile(join(folder, name), 'utf8');
    const checksum = createHash('sha256').update(text).digest('hex');
    migrations.push({ version: Number(number), name, text, checksum });
  }
  const twin = migrations.find((migration, index) => migrations[index - 1]?.version === migration.version);
  if (twin !== undefined) throw new Error(`Migration ${twin.name} has a number that another file has too.`);
  return migrations;
}
