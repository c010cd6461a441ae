import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { backUp } from '../api/admin/backup.ts';
import { restore } from '../api/admin/restore.ts';
import { verifyLog } from '../api/admin/audit.ts';
import { createFingerprint, type Fingerprint } from '../api/backup/fingerprint.ts';
import { listTables, readSequences, readTable, settleTexts } from '../api/backup/table-store.ts';
import { openDatabase, type Database } from '../api/db/database.ts';
import { blobPath } from '../api/attachments/blobs.ts';
import { readEnv, type Env } from '../api/env.ts';
import { runAdminSource } from './support/admin.ts';
import { attachmentId, fillInstallation } from './support/full-installation.ts';
import { openPortal } from '../api/portal.ts';
import { copyEmbedded } from './support/database.ts';
import { databaseKinds, testDatabase, type DatabaseKind } from './support/test-database.ts';

type Place = { env: Env; variables: Record<string, string>; dataDir: string };

const folders: string[] = [];
const removals: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const remove of removals) await remove();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A database that nobody has open, with a data folder of its own. */
async function newPlace(kind: DatabaseKind, migrated: boolean): Promise<Place> {
  const { databaseUrl, dataDir } =
    kind === 'embedded' ? await newEmbedded(migrated) : await newPostgres(migrated);
  const variables = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, DEMO: '0' };
  return { env: readEnv(variables), variables, dataDir };
}

async function newEmbedded(migrated: boolean) {
  const { embeddedMigrated, embeddedBlank } = inject('databases');
  const { dataDir, remove } = await copyEmbedded(migrated ? embeddedMigrated : embeddedBlank);
  removals.push(remove);
  return { databaseUrl: '', dataDir };
}

async function newPostgres(migrated: boolean) {
  const test = await testDatabase('postgis', { migrated });
  removals.push(() => test.end());
  await test.database.close();
  return { databaseUrl: test.config.databaseUrl ?? '', dataDir: await newFolder() };
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'zhaotu-backup-'));
  folders.push(folder);
  return folder;
}

const options = { crs: null, draft: false, dryRun: false };
const run = (command: typeof backUp, env: Env, file: string) => command({ env, files: [file], options });

describe.each(databaseKinds)('a backup (%s)', (kind) => {
  let source: Place;
  let file = '';
  let before: Contents;
  let events: EventPlace[];

  beforeAll(async () => {
    source = await newPlace(kind, true);
    const { databaseUrl, dataDir } = source.env;
    const server = await openDatabase({ databaseUrl, dataDir });
    await fillInstallation(source.env);
    file = join(await newFolder(), 'backup.zhaotu');
    expect((await run(backUp, source.env, file)).ok).toBe(true);
    before = await contentsOf(server);
    events = await eventsOf(server);
    await server.close();
  });

  it('is one file that only its owner reads, and never written over', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(run(backUp, source.env, file)).rejects.toThrow('is there already');
  });

  it.each(databaseKinds)(
    'comes back whole (%s)',
    async (other) => {
      // Into a new database, and into one that has its tables already, which the embedded one is slow to make.
      const target = await newPlace(other, other === 'embedded');
      const { code, output, complaint } = await runAdminSource(['restore', file, '--json'], target.variables);
      expect(complaint).toBe('');
      expect(code).toBe(0);
      expect(JSON.parse(output)).toMatchObject({ ok: true, files: 4, tables: before.tables.size });
      const { databaseUrl, dataDir } = target.env;
      const server = await openDatabase({ databaseUrl, dataDir });
      const after = await contentsOf(server);
      // The restoring stands in the log itself.
      const log = before.tables.get('audit_entry')?.rows ?? 0;
      expect(after.tables.get('audit_entry')?.rows).toBe(log + 1);
      for (const [name, print] of before.tables)
        if (name !== 'audit_entry' && name !== 'live_event')
          expect([name, after.tables.get(name)]).toEqual([name, print]);
      // Who followed an event may have seen what is not in the archive: its log is another one now.
      const restored = await eventsOf(server);
      const standing = (all: EventPlace[]) => all.map(({ epoch: _, ...event }) => event);
      expect(standing(restored)).toEqual(standing(events));
      expect(restored.length).toBeGreaterThan(0);
      for (const [index, { epoch }] of restored.entries()) expect(epoch).not.toBe(events[index]?.epoch);
      expect(after.sequences).toEqual(before.sequences);
      for (const name of ['ab/large', 'ab/附件 1.pdf', 'empty', blobPath(attachmentId)])
        expect(await readFile(join(dataDir, 'blobs', name))).toEqual(
          await readFile(join(source.dataDir, 'blobs', name)),
        );
      const verification = await verifyLog({ env: target.env, files: [], options });
      expect(verification.json).toMatchObject({ ok: true, rows: 7, anchoredTo: 7 });
      await stillGuarded(server);
      await server.close();
    },
    240_000,
  );
});

type EventPlace = { slug: string; state: unknown; epoch: string };

async function eventsOf({ sql }: Database): Promise<EventPlace[]> {
  return await sql<EventPlace[]>`select slug, state, last_seq, epoch from live_event order by slug limit 100`;
}

describe('an archive that is not what it was', () => {
  let source: Place;
  let target: Place;
  let file = '';

  beforeAll(async () => {
    source = await newPlace('postgis', true);
    await fillInstallation(source.env);
    file = join(await newFolder(), 'backup.zhaotu');
    await run(backUp, source.env, file);
    target = await newPlace('postgis', false);
  });

  it.each<[string, (text: string) => string, string]>([
    ['an edited row', (text) => text.replace('JK-0', 'JK-9'), 'not what was backed up'],
    [
      'an edited row with its sum made anew',
      (text) => resum(text, 'audit_entry', (row) => row.replace('parcel:JK-3', 'parcel:JK-7')),
      'tampered with: row 5, edited',
    ],
    [
      'a row less',
      (text) => text.replace(/\n\["[^\n]*(?=\n\{"tableEnd":"parcel")/, ''),
      'not what was backed up',
    ],
    ['no end', (text) => text.replace(/\{"end":[^\n]*\n$/, ''), 'has no end'],
    ['half a line at its end', (text) => text.slice(0, -20), 'within a line'],
    ['an edited attachment', (text) => text.replace('"piece":"emhh', '"piece":"emhi'), 'attachment'],
    [
      'a parcel’s file that is another one',
      (text) =>
        resum(text, 'attachment', (row) => row.replace(/\\\\x[0-9a-f]{64}/, `\\\\x${'0'.repeat(64)}`)),
      'missing or not what was taken in',
    ],
    ['a way out of its folder', (text) => text.replace('"file":"empty"', '"file":"../empty"'), 'damaged'],
    ['an unknown table', (text) => text.replace('{"table":"cost"', '{"table":"costs"'), 'does not know'],
    ['a newer schema', (text) => text.replace(/"schemaVersion":\d+/, '"schemaVersion":9999'), 'newer'],
    ['another city', (text) => text.replace('"city":"jinhua"', '"city":"quzhou"'), 'quzhou'],
  ])('is refused: %s', async (_name, damage, complaint) => {
    const text = gunzipSync(await readFile(file)).toString();
    const damaged = join(await newFolder(), 'damaged');
    expect(damage(text)).not.toBe(text);
    await writeFile(damaged, gzipSync(damage(text)));
    await expect(run(restore, target.env, damaged)).rejects.toThrow(complaint);
  });

  it('is refused when it was cut, or is none at all', async () => {
    const cut = join(await newFolder(), 'cut');
    const bytes = await readFile(file);
    await writeFile(cut, bytes.subarray(0, bytes.length - 1000));
    await expect(run(restore, target.env, cut)).rejects.toThrow('damaged');
    await writeFile(cut, 'plain text');
    await expect(run(restore, target.env, cut)).rejects.toThrow('no archive');
    await expect(run(restore, target.env, `${cut}.missing`)).rejects.toThrow('check the path');
  });

  it('leaves nothing behind, so that the right one still comes in, also where the portal was started before', async () => {
    const started = await openPortal(target.env);
    await started.database.close();
    expect((await run(restore, target.env, file)).ok).toBe(true);
    const { databaseUrl, dataDir } = target.env;
    const server = await openDatabase({ databaseUrl, dataDir });
    await stillGuarded(server);
    await server.close();
  });

  it('does not come in over what is there', async () => {
    await expect(run(restore, target.env, file)).rejects.toThrow('not empty');
  });

  it('is not brought in beside a server that holds the embedded database', async () => {
    const { env, dataDir } = await newPlace('embedded', true);
    const server = await openDatabase({ databaseUrl: null, dataDir });
    await expect(run(restore, env, file)).rejects.toThrow('Stop that process first');
    await server.close();
  });
});

type Contents = { tables: Map<string, Fingerprint>; sequences: unknown };

async function contentsOf(database: Database): Promise<Contents> {
  return await database.transaction(
    async (tx) => {
      await settleTexts(tx);
      const tables = new Map<string, Fingerprint>();
      for (const table of await listTables(tx)) {
        const fingerprint = createFingerprint();
        for await (const lines of readTable(tx, table)) lines.forEach((line) => fingerprint.add(line));
        tables.set(table.name, fingerprint.read());
      }
      return { tables, sequences: await readSequences(tx) };
    },
    { snapshot: true, deadlineMs: 60_000 },
  );
}

/** The triggers stood back for the restoring alone. */
async function stillGuarded({ sql }: Database): Promise<void> {
  await expect(sql`delete from audit_entry`).rejects.toThrow('immutable');
  await expect(sql`update parcel_version set name_zh = 'x'`).rejects.toThrow('immutable');
  await expect(sql`update region set parent = 'nowhere' where parent is not null`).rejects.toThrow(
    'foreign key',
  );
}

/** The archive of somebody who knows how its sums are made. */
function resum(text: string, table: string, edit: (row: string) => string): string {
  const start = text.indexOf(`{"table":"${table}"`);
  const end = text.indexOf(`{"tableEnd":"${table}"`);
  const [head = '', ...rows] = text.slice(start, end).trimEnd().split('\n');
  const fingerprint = createFingerprint();
  const edited = rows.map(edit);
  edited.forEach((row) => fingerprint.add(row));
  const told = JSON.stringify({ tableEnd: table, ...fingerprint.read() });
  const rest = text.slice(text.indexOf('\n', end) + 1);
  return `${text.slice(0, start)}${[head, ...edited, told].join('\n')}\n${rest}`;
}
