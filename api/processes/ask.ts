import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { AppError } from '../errors.ts';
import { watchResident } from './resident.ts';

export type Question = {
  /** Below `api`, without its ending: `imports/worker`. It says `ready`, hears the input, and answers once. */
  program: string;
  input: object;
  timeLimitMs: number;
  /** Of V8's heap; all that the process holds is limited beside it, `residentLimitMb`. */
  memoryLimitMb: number;
  signal: AbortSignal | undefined;
  /** What is said to whoever goes away meanwhile. */
  cancelled: string;
};

export type Outcome =
  { kind: 'answered'; answer: unknown } | { kind: 'out-of-time' } | { kind: 'out-of-memory' };

/** Loading the program is not the input's fault and is timed apart. */
const startLimitMs = 60_000;
/** Of everything that a process holds, the heap and the program itself included. */
const residentLimitMb = 768;

/**
 * Asks a program of ours something in a process of its own, with a limit on memory and time: whatever the input does to it, this
 * process lives on. A process, not a thread: when a thread's heap is full, V8 may end the whole process with it. It has ended when
 * the outcome is told, so that its memory is free for the next.
 * @throws AppError `shutting-down` when `signal` is aborted, `internal` when the program fails for another reason.
 */
export async function askProcess(question: Question): Promise<Outcome> {
  if (question.signal?.aborted === true) throw cancelledBy(question);
  const worker = startWorker(question);
  try {
    return await answerOf(worker, question);
  } finally {
    await end(worker);
  }
}

async function end(worker: ChildProcess): Promise<void> {
  const isGone = worker.pid === undefined || worker.exitCode !== null || worker.signalCode !== null;
  if (isGone) return;
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.kill('SIGKILL');
  await gone;
}

function answerOf(worker: ChildProcess, question: Question): Promise<Outcome> {
  const { program, input, timeLimitMs, signal } = question;
  let timer: NodeJS.Timeout | undefined;
  let endWatch = () => {};
  const answered = new Promise<Outcome>((resolve, reject) => {
    timer = setTimeout(() => reject(failed(`${program} did not start`)), startLimitMs);
    signal?.addEventListener('abort', () => reject(cancelledBy(question)), { once: true });
    const begin = () => {
      clearTimeout(timer);
      timer = setTimeout(() => resolve({ kind: 'out-of-time' }), timeLimitMs);
      worker.send(input, (error) => error && reject(failed(error)));
    };
    if (worker.pid !== undefined)
      endWatch = watchResident(worker.pid, residentLimitMb, () => resolve({ kind: 'out-of-memory' }));
    worker.on('message', (message) => {
      if (message === 'ready') begin();
      else resolve({ kind: 'answered', answer: message });
    });
    worker.once('error', (error) => reject(failed(error)));
    worker.once('exit', (code, killedBy) => {
      if (isOutOfMemory(code, killedBy)) resolve({ kind: 'out-of-memory' });
      else reject(failed(`${program} ended with ${code ?? killedBy}`));
    });
  });
  return answered.finally(() => {
    clearTimeout(timer);
    endWatch();
  });
}

/** V8 aborts when the heap is full; the system's own killer sends SIGKILL. */
function isOutOfMemory(code: number | null, killedBy: NodeJS.Signals | null): boolean {
  return killedBy === 'SIGABRT' || killedBy === 'SIGTRAP' || killedBy === 'SIGKILL' || code === 134;
}

function cancelledBy({ cancelled }: Question): AppError {
  return new AppError('shutting-down', { detail: cancelled });
}

function failed(cause: unknown): AppError {
  return new AppError('internal', { cause });
}

/** It knows nothing of the configuration: its environment is empty, and it is given no standard streams. */
function startWorker({ program, memoryLimitMb }: Question): ChildProcess {
  const { path, loader } = findProgram(program);
  return fork(path, {
    execArgv: [...loader, `--max-old-space-size=${memoryLimitMb}`],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** As TypeScript in development and tests; once built, below the server's folder at the same depth. */
function findProgram(program: string): { path: string; loader: string[] } {
  const source = fileURLToPath(new URL(`../${program}.ts`, import.meta.url));
  if (existsSync(source)) {
    const tsx = createRequire(import.meta.url).resolve('tsx');
    return { path: source, loader: ['--import', pathToFileURL(tsx).href] };
  }
  const path = fileURLToPath(new URL(`../${program}.js`, import.meta.url));
  if (!existsSync(path)) throw failed(`${program}.js is missing from the build`);
  return { path, loader: [] };
}
