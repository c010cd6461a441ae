import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const root = join(import.meta.dirname, '../..');
const pollMs = 50;

/** The whole product as a person starts it: `npm start`, in a process group of its own. */
export interface StartedSite {
  origin: string;
  /** From the command to the first page that is served and a portal that says it is ready. */
  usableAfterMs: number;
  /** What it printed so far. */
  output(): string;
  /** SIGTERM to the process group, as a terminal or a supervisor sends it; once is enough, more do no harm. */
  stop(): Promise<{ code: number | null; afterMs: number }>;
}

/** `over` sets further variables of the environment. */
export async function npmStart(dataDir: string, over: Record<string, string> = {}): Promise<StartedSite> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const began = Date.now();
  const env = { ...process.env, ...over, PORT: String(port), DATA_DIR: dataDir };
  const npm = spawn('npm', ['start'], { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(npm, 'exit');
  let output = '';
  npm.stdout.on('data', (data: Buffer) => (output += data.toString()));
  npm.stderr.on('data', (data: Buffer) => (output += data.toString()));

  while (!(await isUsable(origin))) {
    if (npm.exitCode !== null) throw new Error(`npm start ended with code ${npm.exitCode}:\n${output}`);
    await wait(pollMs);
  }
  return {
    origin,
    usableAfterMs: Date.now() - began,
    output: () => output,
    async stop() {
      const asked = Date.now();
      if (npm.pid !== undefined && npm.exitCode === null) process.kill(-npm.pid, 'SIGTERM');
      const [code] = (await ended) as [number | null];
      return { code, afterMs: Date.now() - asked };
    },
  };
}

async function isUsable(origin: string): Promise<boolean> {
  try {
    const answers = await Promise.all([fetch(`${origin}/api/health`), fetch(`${origin}/`)]);
    return answers.every(({ ok }) => ok);
  } catch {
    return false;
  }
}
