import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { EmbeddedWorkerData } from './embedded-messages.ts';

export interface EmbeddedThread {
  /** Closes the database's files in order and ends the thread. */
  close(): Promise<void>;
}

/** A thread that does not close by then is ended without its consent. */
const closeDeadlineMs = 10_000;

/** Starts the thread and waits until it listens. `onDeath` hears, once, when it ends without being asked to. */
export async function startEmbeddedThread(
  workerData: EmbeddedWorkerData,
  onDeath: (error: unknown) => void,
): Promise<EmbeddedThread> {
  const worker = createWorker(workerData);
  let isListening = false;
  let isClosing = false;
  await new Promise<void>((resolve, reject) => {
    let failure: unknown = null;
    worker.once('message', () => {
      isListening = true;
      resolve();
    });
    worker.on('error', (error) => (failure = error));
    worker.on('exit', (code) => {
      const death = failure ?? new Error(`The embedded database's thread ended with code ${code}.`);
      if (!isListening) reject(death);
      else if (!isClosing) onDeath(death);
    });
  });
  return {
    async close() {
      isClosing = true;
      await new Promise<void>((resolve) => {
        const deadline = setTimeout(resolve, closeDeadlineMs);
        const done = () => {
          clearTimeout(deadline);
          resolve();
        };
        worker.once('message', done);
        worker.once('exit', done);
        worker.postMessage('close');
      });
      await worker.terminate();
    },
  };
}

/** The thread's program lies beside this module: as TypeScript in development and tests, as JavaScript once built. */
function createWorker(workerData: EmbeddedWorkerData): Worker {
  const here = fileURLToPath(import.meta.url);
  const program = join(dirname(here), `embedded-worker${extname(here)}`);
  if (extname(program) === '.js') return new Worker(program, { workerData });
  // A thread has module loaders of its own: TypeScript has to be made known to it first.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'));
  const loader = new URL('./dist/esm/api/index.mjs', tsx).href;
  const start = `import('${loader}').then((tsx) => { tsx.register(); return import('${pathToFileURL(program).href}'); })`;
  return new Worker(start, { eval: true, workerData });
}
