import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

export interface EmbeddedDatabase {
  socketPath: string;
  close(): Promise<void>;
}

/** Starts PGlite in a worker thread behind a unix socket in a folder that only we can enter. */
export async function startEmbedded(dataDir: string, archive: string | null): Promise<EmbeddedDatabase> {
  const folder = join(dataDir, 'database');
  const isNew = !existsSync(folder);
  await mkdir(dataDir, { recursive: true });
  const socketFolder = await mkdtemp(join(tmpdir(), 'zhaotu-'));
  const socketPath = join(socketFolder, 'db.sock');
  const worker = startWorker({ folder, socketPath, archive: isNew ? archive : null });
  await messageFrom(worker, 'ready');
  return {
    socketPath,
    async close() {
      const closed = messageFrom(worker, 'closed');
      worker.postMessage('close');
      await closed;
      await worker.terminate();
      await rm(socketFolder, { recursive: true, force: true });
    },
  };
}

/** The worker lies beside this module: as TypeScript in development and tests, as JavaScript once built. */
function startWorker(workerData: unknown): Worker {
  const here = fileURLToPath(import.meta.url);
  const file = join(dirname(here), `embedded-worker${extname(here)}`);
  if (extname(file) === '.js') return new Worker(file, { workerData });
  // A thread has loaders of its own, so TypeScript has to be taught to it first.
  const loader = new URL(
    './dist/esm/api/index.mjs',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json')),
  ).href;
  const program = `import('${loader}').then(({ register }) => { register(); return import('${pathToFileURL(file).href}'); });`;
  return new Worker(program, { eval: true, workerData });
}

function messageFrom(worker: Worker, expected: string): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the embedded database stopped with code ${code}`)));
    worker.on('message', (message) => {
      if (message === expected) resolve();
    });
  });
}
