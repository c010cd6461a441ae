import { existsSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { batchDeadlineMs, openDatabase } from '../api/db/database.ts';
import type { Database } from '../api/db/database.ts';
import { findHolder, lockFolder } from '../api/db/embedded-lock.ts';
import { startChild } from './support/child.ts';
import { copyEmbedded } from './support/database.ts';

async function socketOf(dataDir: string): Promise<string> {
  const holder = await findHolder(join(dataDir, 'database.lock'));
  if (holder === null) throw new Error('nobody holds the database');
  return holder.socketPath;
}

describe('the embedded database', () => {
  let dataDir = '';
  let remove: () => Promise<void> = () => Promise.resolve();
  let database: Database | undefined;

  beforeAll(async () => {
    ({ dataDir, remove } = await copyEmbedded(inject('databases').embeddedBlank));
  });
  afterEach(async () => {
    await database?.close();
    database = undefined;
  });
  afterAll(() => remove());

  it('keeps its data when it is closed and opened again, and leaves no socket and no lock', async () => {
    database = await openDatabase({ databaseUrl: null, dataDir });
    await database.sql`create table kept as select 29 as parcels`;
    const socketPath = await socketOf(dataDir);
    await database.close();
    expect(existsSync(dirname(socketPath))).toBe(false);
    expect(await readdir(join(dataDir, 'database.lock'))).toEqual([]);
    database = await openDatabase({ databaseUrl: null, dataDir });
    expect(await database.sql`select parcels from kept`).toEqual([{ parcels: 29 }]);
  });

  it('lets a question wait for a batch that takes longer than a server may take to answer', async () => {
    database = await openDatabase({ databaseUrl: null, dataDir });
    const batch = database.transaction((tx) => tx`select pg_sleep(5)`, { deadlineMs: batchDeadlineMs });
    expect(await database.sql`select 1 as one`).toEqual([{ one: 1 }]);
    await batch;
  });

  it('opens again after its holder was killed, and removes the socket left behind', async () => {
    const holder = startChild('embedded-holder.ts', [dataDir]);
    expect(await holder.line()).toBe('owner');
    const socketPath = await socketOf(dataDir);
    await holder.kill();
    expect(existsSync(socketPath)).toBe(true);
    database = await openDatabase({ databaseUrl: null, dataDir });
    expect(database.mode).toBe('owner');
    expect(existsSync(dirname(socketPath))).toBe(false);
    expect(await database.sql`select 1 as one`).toEqual([{ one: 1 }]);
  });

  it('puts aside a folder whose creation was interrupted, and makes one that only its account can read', async () => {
    const interrupted = await mkdtemp(join(tmpdir(), 'zhaotu-test-'));
    await mkdir(join(interrupted, 'database'));
    await writeFile(join(interrupted, 'database', 'PG_VERSION'), '18\n');
    const fresh = await openDatabase({ databaseUrl: null, dataDir: interrupted });
    expect(await fresh.sql`select 1 as one`).toEqual([{ one: 1 }]);
    expect(statSync(join(interrupted, 'database')).mode & 0o777).toBe(0o700);
    await fresh.close();
    expect(
      (await readdir(interrupted)).filter((name) => name.startsWith('database.incomplete-')),
    ).toHaveLength(1);
    await rm(interrupted, { recursive: true });
  });
});

describe('clients of the embedded database', () => {
  let dataDir = '';
  let remove: () => Promise<void> = () => Promise.resolve();
  let database: Database;
  let socketPath = '';
  const failures: unknown[] = [];

  beforeAll(async () => {
    ({ dataDir, remove } = await copyEmbedded(inject('databases').embeddedBlank));
    database = await openDatabase({ databaseUrl: null, dataDir, onFailure: (error) => failures.push(error) });
    socketPath = await socketOf(dataDir);
  });
  afterAll(async () => {
    await database.close();
    await remove();
  });

  it('come in through a folder that only its account can enter', async () => {
    expect(statSync(dirname(socketPath)).mode & 0o777).toBe(0o700);
    expect(statSync(socketPath).isSocket()).toBe(true);
    expect(Buffer.byteLength(socketPath)).toBeLessThan(104);
  });

  it('are refused as a second server, saying who is the first, and may join as the command line', async () => {
    const refused = startChild('embedded-holder.ts', [dataDir]);
    expect(await refused.line()).toContain(`is open in process ${process.pid}`);
    expect(await refused.finish()).toBe(0);
    await expect(openDatabase({ databaseUrl: null, dataDir })).rejects.toThrow('is open in process');

    const joined = await openDatabase({ databaseUrl: null, dataDir, join: true });
    expect(joined.mode).toBe('joined');
    await joined.transaction(async (tx) => void (await tx`create table from_outside ()`));
    await joined.close();
    expect(await database.sql`select count(*) from from_outside`).toEqual([{ count: 0 }]);
  });

  it('never see into the transaction of another one, which goes on undisturbed', async () => {
    const other = await openDatabase({ databaseUrl: null, dataDir, join: true });
    await database.sql`create table counter as select 0 as n`;
    const add = (client: Database) =>
      client.transaction(async (tx) => {
        const [row] = await tx<{ n: number }[]>`select n from counter`;
        await tx`select 1`;
        await tx`update counter set n = ${(row?.n ?? 0) + 1}`;
      });
    await Promise.all(Array.from({ length: 100 }, (_, index) => add(index % 2 === 0 ? database : other)));
    expect(await database.sql`select n from counter`).toEqual([{ n: 100 }]);
    await other.close();
  });

  it('get the answer to their own question when their messages arrive between each other', async () => {
    const first = await openClient(socketPath);
    const second = await openClient(socketPath);
    first.send(parse("select 'first'"), bind());
    second.send(parse("select 'second'"), bind(), execute(), sync());
    await first.flushed();
    await second.flushed();
    first.send(execute(), sync());
    expect(await first.until('first')).not.toContain('second');
    expect(await second.until('second')).not.toContain('first');
    first.end();
    second.end();
  });

  it('leave nothing open when they vanish in mid-transaction', async () => {
    await database.sql`create table vanished (n integer)`;
    const client = await openClient(socketPath);
    client.send(query('begin; insert into vanished values (1)'));
    await client.until('INSERT');
    client.end();
    expect(await database.sql`select count(*) from vanished`).toEqual([{ count: 0 }]);
  });

  it('leave no prepared statement behind when they go', async () => {
    const client = postgres({ path: socketPath, user: 'postgres', database: 'postgres', max: 1 });
    const prepared = () =>
      database.sql`select name from pg_prepared_statements where statement like ${'select%that stays%'} order by name`;
    await client`select ${1}::integer as "one that stays"`;
    expect(await prepared()).toHaveLength(1);
    await client.end();
    await expect.poll(prepared).toHaveLength(0);
  });

  it('are refused when the database breaks, and served again as soon as it has been started anew', async () => {
    await database.sql`create table survivor as select 29 as parcels`;
    // What PGlite cannot do and dies of: reading rows from the connection.
    const fatal = postgres({ path: socketPath, user: 'postgres', database: 'postgres', max: 1 });
    const failed = fatal`copy survivor from stdin`
      .writable()
      .then((stream) => once(stream.end('1\n'), 'finish'));
    await expect(failed).rejects.toThrow();
    await expect(database.sql`select 1`).rejects.toMatchObject({ code: 'database-unavailable' });
    const served = () => database.sql`select parcels from survivor`.catch(() => []);
    await expect.poll(served, { timeout: 30_000, interval: 200 }).toEqual([{ parcels: 29 }]);
    expect(failures).toHaveLength(1);
    await fatal.end({ timeout: 1 });
  });

  it('are cut off alone when they speak gibberish or ask for something impossible', async () => {
    const gibberish = connect(socketPath);
    gibberish.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await new Promise((resolve) => gibberish.once('close', resolve));
    const impossible = postgres({
      path: socketPath,
      user: 'postgres',
      database: 'postgres',
      max: 1,
      ssl: 'prefer',
    });
    expect(await impossible`select 1 as one`).toEqual([{ one: 1 }]);
    await impossible.end();
    expect(await database.sql`select 1 as one`).toEqual([{ one: 1 }]);
  });
});

describe('the lock of a folder', () => {
  it('goes to one of many that ask at the same moment, and to the next when it is free', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zhaotu-test-'));
    for (let round = 0; round < 3; round += 1) {
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () => lockFolder(folder, '/nowhere/db.sock')),
      );
      const locks = outcomes.flatMap(({ lock }) => lock ?? []);
      expect(locks.length).toBeLessThanOrEqual(1);
      await Promise.all(locks.map((lock) => lock.release()));
    }
    const { lock } = await lockFolder(folder, '/nowhere/db.sock');
    expect(lock).not.toBeNull();
    await lock?.release();
    await rm(folder, { recursive: true });
  });

  it('is taken from a process that is gone, also when its number is used again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zhaotu-test-'));
    const { lock: old } = await lockFolder(folder, '/nowhere/db.sock');
    expect(old).not.toBeNull();
    const [name = ''] = await readdir(folder);
    const holder = await findHolder(folder);
    await writeFile(join(folder, name), JSON.stringify({ ...holder, startedAt: 'before this one' }));
    const { lock } = await lockFolder(folder, '/nowhere/db.sock');
    expect(lock).not.toBeNull();
    expect(await readdir(folder)).toHaveLength(1);
    await lock?.release();
    await old?.release();
    await rm(folder, { recursive: true });
  });
});

/** A client that speaks the protocol by hand, to send what no driver would. */
async function openClient(path: string) {
  const socket = connect(path);
  let received = '';
  let notify: () => void = () => undefined;
  socket.on('data', (data) => {
    received += data.toString('latin1');
    notify();
  });
  const until = async (text: string) => {
    while (!received.includes(text)) await new Promise<void>((resolve) => (notify = resolve));
    return received;
  };
  const settings = 'user\0postgres\0database\0postgres\0\0';
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + settings.length, 0);
  head.writeInt32BE(3 << 16, 4);
  socket.write(Buffer.concat([head, Buffer.from(settings)]));
  await until('server_version');
  return {
    until,
    send: (...messages: Buffer[]) => void socket.write(Buffer.concat(messages)),
    flushed: () => new Promise<void>((resolve) => socket.write('', () => resolve())),
    end: () => socket.destroy(),
  };
}

function message(letter: string, body: string): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter, 0);
  head.writeInt32BE(4 + Buffer.byteLength(body), 1);
  return Buffer.concat([head, Buffer.from(body)]);
}

const parse = (text: string) => message('P', `\0${text}\0\0\0`);
const bind = () => message('B', '\0\0\0\0\0\0\0\0');
const execute = () => message('E', '\0\0\0\0\0');
const sync = () => message('S', '');
const query = (text: string) => message('Q', `${text}\0`);
