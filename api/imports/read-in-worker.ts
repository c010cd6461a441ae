import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Batch, BatchOptions } from './batch.ts';
import { batchLimits } from './batch.ts';
import type { InputFile } from './batch-files.ts';
import type { Finding } from './schema.ts';
import type { WorkerInput } from './worker.ts';

export type ReadInWorkerOptions = BatchOptions & {
  signal?: AbortSignal | undefined;
  timeLimitMs?: number | undefined;
  memoryLimitMb?: number | undefined;
};

const defaults = { timeLimitMs: 10_000, memoryLimitMb: 512 } as const;

/** Loading the program is not the files' fault and is timed apart. */
const startLimitMs = 60_000;

/** Drafts have been checked by the worker with the schema; repeating it here would hold up every other request. */
const Answer = z.union([
  z.literal('ready'),
  z.object({ batch: z.custom<Batch>(isBatch) }),
  z.object({ failure: z.string() }),
]);

function isBatch(value: unknown): boolean {
  return z.object({ drafts: z.array(z.unknown()), findings: z.array(z.unknown()) }).safeParse(value).success;
}

/**
 * `readBatch` in a process of its own, with a limit on memory and time: whatever a file does to the reader, this process lives
 * on. Running out of either is a finding, since it is the files that have to change.
 * A process, not a thread: when a thread's heap is full, V8 may end the whole process with it.
 * @throws AppError `shutting-down` when `signal` is aborted, `internal` when the worker fails for another reason.
 */
export async function readFilesInWorker(
  files: readonly InputFile[],
  options: ReadInWorkerOptions,
): Promise<Batch> {
  const {
    signal,
    timeLimitMs = defaults.timeLimitMs,
    memoryLimitMb = defaults.memoryLimitMb,
    ...batchOptions
  } = options;
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  // The worker gets a copy of the bytes; what is too large is refused before copying.
  if (bytes > batchLimits.bytes) return outOf('batch-too-large', '文件总量超过上限');
  if (signal?.aborted === true) throw cancelled();
  const worker = startWorker(memoryLimitMb);
  const input: WorkerInput = { files: [...files], options: batchOptions };
  try {
    return await answerOf(worker, { input, timeLimitMs, signal });
  } finally {
    worker.kill('SIGKILL');
  }
}

type Asking = { input: WorkerInput; timeLimitMs: number; signal: AbortSignal | undefined };

function answerOf(worker: ChildProcess, { input, timeLimitMs, signal }: Asking): Promise<Batch> {
  let timer: NodeJS.Timeout | undefined;
  const answered = new Promise<Batch>((resolve, reject) => {
    timer = setTimeout(() => reject(failed('the import worker did not start')), startLimitMs);
    signal?.addEventListener('abort', () => reject(cancelled()), { once: true });
    const begin = () => {
      clearTimeout(timer);
      timer = setTimeout(
        () => resolve(outOf('import-too-slow', `处理超过 ${timeLimitMs / 1000} 秒`)),
        timeLimitMs,
      );
      worker.send(input, (error) => error && reject(failed(error)));
    };
    worker.on('message', (message) => {
      const answer = Answer.safeParse(message);
      if (!answer.success) reject(failed('the import worker sent something else'));
      else if (answer.data === 'ready') begin();
      else if ('batch' in answer.data) resolve(answer.data.batch);
      else reject(failed(answer.data.failure));
    });
    worker.once('error', (error) => reject(failed(error)));
    worker.once('exit', (code, killedBy) => {
      if (isOutOfMemory(code, killedBy)) resolve(outOf('import-too-large', '处理所需内存超过上限'));
      else reject(failed(`the import worker ended with ${code ?? killedBy}`));
    });
  });
  return answered.finally(() => clearTimeout(timer));
}

/** V8 aborts when the heap is full; the system's own killer sends SIGKILL. */
function isOutOfMemory(code: number | null, killedBy: NodeJS.Signals | null): boolean {
  return killedBy === 'SIGABRT' || killedBy === 'SIGTRAP' || killedBy === 'SIGKILL' || code === 134;
}

function cancelled(): AppError {
  return new AppError('shutting-down', { detail: '导入已取消 · Import cancelled' });
}

function failed(cause: unknown): AppError {
  return new AppError('internal', { cause });
}

function outOf(rule: string, cause: string): Batch {
  const finding: Finding = {
    rule,
    severity: 'error',
    message: `${cause}，已停止，未写入任何内容。`,
    remedy: '请减少文件数量或抽稀界址点，分批提交。',
  };
  return { drafts: [], findings: [finding] };
}

/** The worker knows nothing of the configuration: its environment is empty, and it is given no standard streams. */
function startWorker(memoryLimitMb: number): ChildProcess {
  const { path, loader } = findProgram();
  return fork(path, {
    execArgv: [...loader, `--max-old-space-size=${memoryLimitMb}`],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** Beside this module as TypeScript in development and tests; once built, `imports/worker.js` below the server's folder. */
function findProgram(): { path: string; loader: string[] } {
  const source = fileURLToPath(new URL('./worker.ts', import.meta.url));
  if (existsSync(source)) {
    const tsx = createRequire(import.meta.url).resolve('tsx');
    return { path: source, loader: ['--import', pathToFileURL(tsx).href] };
  }
  const path = ['./worker.js', './imports/worker.js', '../imports/worker.js']
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((place) => existsSync(place));
  if (path === undefined) throw failed('imports/worker.js is missing from the build');
  return { path, loader: [] };
}
