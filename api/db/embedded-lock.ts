import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { isRunning, startOfProcess } from './process-identity.ts';

/** Who has an embedded data folder open, and where it listens. */
const Holder = z.object({
  pid: z.int().positive(),
  startedAt: z.string(),
  host: z.string(),
  socketPath: z.string(),
});
export type Holder = z.infer<typeof Holder>;

export interface FolderLock {
  release(): Promise<void>;
}

export type LockOutcome = { lock: FolderLock; dead: Holder[] } | { lock: null; holder: Holder };

/** Two that start in the same moment both step back and try again. */
const tries = 6;
const longestPauseMs = 150;

/** A holder on another machine, or in another container, is judged by the pulse of its file alone. */
const pulseMs = 5000;
const deadPulseMs = 30_000;

/**
 * Takes the exclusive right to `folder`, or tells who has it. Every contender first writes a file of its own and only
 * then looks for others; so of two contenders at least one sees the other, and never do both believe to be alone.
 * Files of processes that are gone are removed by whoever gets the lock; their holders come back as `dead`.
 */
export async function lockFolder(folder: string, socketPath: string): Promise<LockOutcome> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = `${randomUUID()}.json`;
  const path = join(folder, own);
  const holder: Holder = {
    pid: process.pid,
    startedAt: startOfProcess(process.pid),
    host: hostname(),
    socketPath,
  };
  for (let attempt = 1; ; attempt += 1) {
    await writeFile(`${path}.new`, JSON.stringify(holder), { mode: 0o600 });
    // Appears whole or not at all: a half-written file would look like a dead holder's.
    await rename(`${path}.new`, path);
    const { alive, dead } = await judgeOthers(folder, own);
    if (alive === null) {
      for (const { name } of dead) await rm(join(folder, name), { force: true });
      return { lock: heldLock(path), dead: dead.flatMap(({ holder }) => holder ?? []) };
    }
    await rm(path, { force: true });
    if (attempt === tries) return { lock: null, holder: alive };
    await wait(Math.random() * longestPauseMs);
  }
}

/** Who holds `folder` now, null when nobody does. */
export async function findHolder(folder: string): Promise<Holder | null> {
  const { alive } = await judgeOthers(folder, '');
  return alive;
}

function heldLock(path: string): FolderLock {
  const pulse = setInterval(() => {
    const now = new Date();
    // A folder that was taken away from under us cannot be touched; the database itself will say so.
    utimes(path, now, now).catch(() => undefined);
  }, pulseMs);
  pulse.unref();
  return {
    async release() {
      clearInterval(pulse);
      await rm(path, { force: true });
    },
  };
}

type Judged = { name: string; holder: Holder | null };

async function judgeOthers(folder: string, own: string): Promise<{ alive: Holder | null; dead: Judged[] }> {
  const names = await readdir(folder).catch(() => []);
  const dead: Judged[] = [];
  for (const name of names) {
    if (name === own || !name.endsWith('.json')) continue;
    const holder = await readHolder(join(folder, name));
    if (holder !== null && (await isAlive(join(folder, name), holder))) return { alive: holder, dead: [] };
    dead.push({ name, holder });
  }
  return { alive: null, dead };
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return Holder.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

async function isAlive(path: string, holder: Holder): Promise<boolean> {
  if (holder.host === hostname()) return isRunning(holder.pid, holder.startedAt);
  const file = await stat(path).catch(() => null);
  return file !== null && Date.now() - file.mtimeMs < deadPulseMs;
}
