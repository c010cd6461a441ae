import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ResourceLimits, WorkerOptions } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
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

const defaultTimeLimitMs = 10_000;
const defaultMemoryLimitMb = 512;

/**
 * `readBatch` in a thread of its own, with a limit on memory and time: whatever a file does to the reader, this process lives
 * on. Running out of either is a finding, since it is the files that have to change.
 * @throws AppError `shutting-down` when `signal` is aborted, `internal` when the thread fails for another reason.
 */
export function readFilesInWorker(files: readonly InputFile[], options: ReadInWorkerOptions): Promise<Batch> {
  const {
    signal,
    timeLimitMs = defaultTimeLimitMs,
    memoryLimitMb = defaultMemoryLimitMb,
    ...batchOptions
  } = options;
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  // The thread gets a copy of the bytes; what is too large is refused before copying.
  if (bytes > batchLimits.bytes) return Promise.resolve(outOf('batch-too-large', '文件总量超过上限'));
  if (signal?.aborted === true) return Promise.reject(new AppError('shutting-down'));
  const input: WorkerInput = { files: [...files], options: batchOptions };
  const resourceLimits = {
    maxOldGenerationSizeMb: memoryLimitMb,
    maxYoungGenerationSizeMb: 64,
    stackSizeMb: 8,
  };
  const worker = startWorker({ workerData: input, resourceLimits });
  return new Promise<Batch>((resolve, reject) => {
    const timer = setTimeout(
      () => resolve(outOf('import-too-slow', `处理超过 ${timeLimitMs / 1000} 秒`)),
      timeLimitMs,
    );
    const abort = () => reject(new AppError('shutting-down', { detail: '导入已取消 · Import cancelled' }));
    signal?.addEventListener('abort', abort, { once: true });
    worker.once('message', (batch: Batch) => resolve(batch));
    worker.once('error', (error) => {
      if (isOutOfMemory(error)) resolve(outOf('import-too-large', '处理所需内存超过上限'));
      else reject(new AppError('internal', { cause: error }));
    });
    worker.once('exit', (code) =>
      reject(new AppError('internal', { detail: `import thread exited with ${code}` })),
    );
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    worker.once('exit', settle);
  }).finally(() => worker.terminate());
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
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

type StartOptions = Pick<WorkerOptions, 'workerData'> & { resourceLimits: ResourceLimits };

/** Beside this module as TypeScript in development and tests; once built, `imports/worker.js` below the server's folder. */
function startWorker(options: StartOptions): Worker {
  const source = new URL('./worker.ts', import.meta.url);
  if (existsSync(source)) return startTypescript(source, options);
  const built = ['./worker.js', './imports/worker.js', '../imports/worker.js']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  if (built === undefined)
    throw new AppError('internal', { detail: 'imports/worker.js is missing from the build' });
  return new Worker(built, options);
}

/** A thread has loaders of its own, so TypeScript has to be taught to it first. */
function startTypescript(source: URL, options: StartOptions): Worker {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'));
  const loader = new URL('./dist/esm/api/index.mjs', tsx).href;
  const program = `import('${loader}').then(({ register }) => { register(); return import('${source.href}'); });`;
  return new Worker(program, { ...options, eval: true });
}
