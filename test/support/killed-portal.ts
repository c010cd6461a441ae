import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** The built server on a port of its own, started again on the same port and folder after each kill. */
export class KilledPortal {
  readonly origin: string;
  readonly #env: Record<string, string>;
  #child: ChildProcess | null = null;

  /** What it wrote to its standard output and error, over all its lives. */
  output = '';

  constructor(port: number, env: Record<string, string>) {
    this.origin = `http://127.0.0.1:${port}`;
    this.#env = { PORT: String(port), DEMO: '0', LOG_LEVEL: 'silent', ...env };
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['dist/api/main.js'], {
      env: { ...process.env, ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (data: Buffer) => (this.output += data.toString()));
    let complaint = '';
    child.stderr.on('data', (data: Buffer) => {
      complaint += data.toString();
      this.output += data.toString();
    });
    this.#child = child;
    for (;;) {
      const response = await fetch(`${this.origin}/api/health`).catch(() => null);
      if (response?.ok) return;
      if (child.exitCode !== null) throw new Error(`the server ended: ${complaint}`);
      await wait(20);
    }
  }

  get isAlive(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** As a deployment stops it: it lets everybody go first. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const gone = this.isAlive ? once(child, 'exit') : null;
    child.kill(signal);
    await gone;
    this.#child = null;
  }
}
