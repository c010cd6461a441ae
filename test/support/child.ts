import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A program of `test/support` in a process of its own. */
export interface Child {
  pid: number;
  /** Writes a line to its input. */
  tell(line: string): void;
  /** The next line that it writes. */
  line(): Promise<string>;
  /** SIGKILL; returns when the process is gone. */
  kill(): Promise<void>;
  /** Ends its input and waits for its exit code; null when a signal ended it. */
  finish(): Promise<number | null>;
  /** What it wrote to standard error so far. */
  errors(): string;
}

/** @param preload a module that is loaded before it, as an absolute path */
export function startChild(program: string, parameters: string[], preload?: string): Child {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const before = preload === undefined ? [] : ['--import', preload];
  const child = spawn(process.execPath, [...before, '--import', 'tsx', path, ...parameters], {
    stdio: 'pipe',
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = once(child, 'exit');
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  return {
    pid: child.pid ?? 0,
    tell: (line) => void child.stdin.write(`${line}\n`),
    async line() {
      const next = await lines.next();
      if (next.done) throw new Error(`${program} ended without a word: ${errors}`);
      return next.value;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async finish() {
      child.stdin.end();
      await exited;
      return child.exitCode;
    },
    errors: () => errors,
  };
}
