import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import type { SigningMaterial } from '../signatures/trust.ts';
import { Undrawable } from './paper/undrawable.ts';
import type { PaperTasks } from './paper-tasks.ts';

export type PaperQuestion = {
  [Task in keyof PaperTasks]: { id: number; task: Task; input: Parameters<PaperTasks[Task]> };
}[keyof PaperTasks];
export type PaperAnswer =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; message: string; undrawable?: { character: string; place: string } };

/** A thread that does what it is asked, one after another. */
export type PaperThread = {
  ask<Task extends keyof PaperTasks>(
    task: Task,
    input: Parameters<PaperTasks[Task]>,
  ): ReturnType<PaperTasks[Task]>;
  close(): Promise<void>;
};

/** A task that takes longer has lost its lease anyway. */
const taskLimitMs = 45_000;

/** The thread starts with the first task, and anew after it died; what was under way then fails and can be asked again. */
export function openPaperThread(material: SigningMaterial): PaperThread {
  let thread: Worker | null = null;
  let last = 0;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();

  function running(): Worker {
    if (thread !== null) return thread;
    const started = startThread(material);
    thread = started;
    started.on('message', (answer: PaperAnswer) => {
      const asker = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.ok) asker?.resolve(answer.value);
      else if (answer.undrawable === undefined) asker?.reject(new Error(answer.message));
      else asker?.reject(new Undrawable(answer.undrawable.character, answer.undrawable.place));
    });
    const die = (error: Error) => {
      if (thread === started) thread = null;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    started.once('error', (error) => die(error instanceof Error ? error : new Error(String(error))));
    started.once('exit', () => die(new Error('the thread that draws papers ended')));
    return started;
  }

  function ask<Task extends keyof PaperTasks>(
    task: Task,
    input: Parameters<PaperTasks[Task]>,
  ): ReturnType<PaperTasks[Task]> {
    const id = ++last;
    const worker = running();
    const answered = new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject(new AppError('busy', { detail: '文件处理超时，请稍后再试。', retryAfterSeconds: 10 }));
      }, taskLimitMs);
      const settle =
        <Value>(then: (value: Value) => void) =>
        (value: Value) => {
          clearTimeout(timer);
          then(value);
        };
      waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
    });
    worker.postMessage({ id, task, input });
    // The thread answers with what the task of this very name returns.
    return answered as ReturnType<PaperTasks[Task]>;
  }

  return {
    ask,
    async close() {
      await thread?.terminate();
    },
  };
}

/** As TypeScript in development and tests, where its loader has to be made known to a thread; as JavaScript once built. */
function startThread(workerData: SigningMaterial): Worker {
  const here = fileURLToPath(import.meta.url);
  const program = join(dirname(here), `paper-worker${extname(here)}`);
  if (extname(here) === '.js') return new Worker(program, { workerData });
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'));
  const loader = new URL('./dist/esm/api/index.mjs', tsx).href;
  const start = `import('${loader}').then((tsx) => { tsx.register(); return import('${pathToFileURL(program).href}'); })`;
  return new Worker(start, { eval: true, workerData });
}
