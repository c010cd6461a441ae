import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { freePort } from './free-port.ts';

/** A PostgreSQL server of our own in a temporary folder, gone when this process is gone. */
export interface Cluster {
  readonly port: number;
  url(database: string): string;
  /** Kills the server without any warning (SIGKILL to the postmaster), as a power cut would. */
  crash(): Promise<void>;
  /** Starts it again after a crash and waits until it accepts connections. */
  start(): Promise<void>;
  /** Takes a standby (pg_basebackup), which hears of nothing that comes later. */
  copy(): void;
  /** The server is lost for good, and the standby is promoted in its place: without all that was committed since `copy`. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

export type ClusterOptions = {
  /** Keep fsync on: only where durability itself is tested. */
  durable?: boolean;
};

type Account = { uid: number; gid: number };

const startDeadlineMs = 60_000;

export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const programs = findPrograms();
  const account = findAccount();
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-pg-'));
  if (account !== null) chownSync(folder, account.uid, account.gid);
  const dataFolder = join(folder, 'data');
  const standbyFolder = join(folder, 'standby');
  const guard = startGuard(programs, folder, account);
  try {
    const initdb = [
      '-D',
      dataFolder,
      '-U',
      'postgres',
      '--auth=trust',
      '--no-sync',
      '--encoding=UTF8',
      '--locale=C',
    ];
    execFileSync(join(programs, 'initdb'), initdb, { ...account, stdio: ['ignore', 'ignore', 'pipe'] });
    const port = await freePort();
    const settings = [`unix_socket_directories=${folder}`, 'listen_addresses=127.0.0.1', `port=${port}`];
    settings.push('max_connections=120', 'logging_collector=off', 'shared_buffers=128MB');
    if (!options.durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
    const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;

    let server = await startServer();

    async function startServer(): Promise<ChildProcess> {
      const parameters = ['-D', dataFolder, ...settings.flatMap((setting) => ['-c', setting])];
      const child = spawn(join(programs, 'postgres'), parameters, {
        ...account,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const output: string[] = [];
      child.stderr?.on('data', (data: Buffer) => output.push(data.toString()));
      await untilAccepting(url('postgres'), child, output);
      output.length = 0;
      return child;
    }

    /** The backends of the killed server hold its memory for a moment, and until then it refuses to start. */
    async function startAgain(): Promise<ChildProcess> {
      const deadline = Date.now() + startDeadlineMs;
      for (;;) {
        try {
          return await startServer();
        } catch (error) {
          if (Date.now() > deadline) throw error;
          await wait(100);
        }
      }
    }

    async function crash(): Promise<void> {
      const exited = once(server, 'exit');
      server.kill('SIGKILL');
      await exited;
    }

    return {
      port,
      url,
      crash,
      async start() {
        server = await startAgain();
      },
      copy() {
        const from = [
          '-h',
          '127.0.0.1',
          '-p',
          String(port),
          '-U',
          'postgres',
          '--checkpoint=fast',
          '--no-sync',
        ];
        const basebackup = ['-D', standbyFolder, ...from];
        execFileSync(join(programs, 'pg_basebackup'), basebackup, {
          ...account,
          stdio: ['ignore', 'ignore', 'pipe'],
        });
      },
      async promote() {
        await crash();
        renameSync(dataFolder, join(folder, 'lost'));
        renameSync(standbyFolder, dataFolder);
        // Only that it is there says what it is.
        const signal = join(dataFolder, 'standby.signal');
        writeFileSync(signal, '');
        if (account !== null) chownSync(signal, account.uid, account.gid);
        server = await startAgain();
        const sql = postgres(url('postgres'), { max: 1, onnotice: () => undefined });
        await sql`select pg_promote()`;
        await sql.end();
      },
      async stop() {
        await endGuard(guard);
      },
    };
  } catch (error) {
    await endGuard(guard);
    throw error;
  }
}

/** The folder of initdb and postgres: Debian's newest, else what PATH offers. */
function findPrograms(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const path = (process.env['PATH'] ?? '').split(delimiter);
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...path];
  const found = folders.find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
  if (found === undefined) {
    throw new Error(
      'PostgreSQL with PostGIS is missing: install postgresql and postgresql-postgis, then run the tests again.',
    );
  }
  return found;
}

/** PostgreSQL refuses to run as root: then the account `postgres` of its package runs it. */
function findAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error('There is no account postgres to run PostgreSQL with.');
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * A process that waits for the end of its input, then stops the server and removes its folder. The input ends when
 * we say so and also when the test run is killed, so nothing is ever left behind.
 */
function startGuard(programs: string, folder: string, account: Account | null): ChildProcess {
  const clean =
    'cat >/dev/null; "$1/pg_ctl" -D "$2/data" -m immediate -w -t 30 stop >/dev/null 2>&1; rm -rf "$2"';
  return spawn('/bin/sh', ['-c', clean, 'guard', programs, folder], {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}

async function endGuard(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null) return;
  const exited = once(guard, 'exit');
  guard.stdin?.end();
  await exited;
}

async function untilAccepting(url: string, server: ChildProcess, output: string[]): Promise<void> {
  const deadline = Date.now() + startDeadlineMs;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL did not start: ${output.join('')}`);
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
    try {
      await sql`select 1`;
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(50);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}
