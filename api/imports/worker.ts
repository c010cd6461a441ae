import type { Batch, BatchOptions } from './batch.ts';
import { readBatch } from './batch.ts';
import type { InputFile } from './batch-files.ts';
import type { Outlines } from './read-outlines.ts';
import { readOutlines } from './read-outlines.ts';

/** What the parent hands over, and what it gets back; both sides are our own code of one version. */
export type WorkerInput = { files: InputFile[]; options: BatchOptions; wanted: 'batch' | 'outlines' };
export type WorkerAnswer = 'ready' | { batch: Batch } | { outlines: Outlines } | { failure: string };

function answer(value: WorkerAnswer): void {
  process.send?.(value);
}

function failureText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// Without its parent there is nobody to answer.
process.once('disconnect', () => process.exit(0));
process.once('message', ({ files, options, wanted }: WorkerInput) => {
  const read =
    wanted === 'batch'
      ? readBatch(files, options).then((batch) => ({ batch }))
      : readOutlines(files, options).then((outlines) => ({ outlines }));
  read.then(answer, (error: unknown) => answer({ failure: failureText(error) }));
});
answer('ready');
