import { examineFile, type Examined } from './examine.ts';

export type WorkerInput = { bytes: Uint8Array };
export type WorkerAnswer = 'ready' | { examined: Examined } | { failure: string };

function answer(value: WorkerAnswer): void {
  process.send?.(value);
}

// Without its parent there is nobody to answer.
process.once('disconnect', () => process.exit(0));
process.once('message', ({ bytes }: WorkerInput) => {
  examineFile(bytes).then(
    (examined) => answer({ examined }),
    (error: unknown) =>
      answer({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
answer('ready');
