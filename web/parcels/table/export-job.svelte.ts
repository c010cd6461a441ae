import type { Progress } from '../../exports/collect.ts';
import { fileName, saveFile } from '../../exports/save-file.ts';
import type { Failure } from '../client.ts';
import { makeFile, type WantedFile } from './make-file.ts';

export type JobState =
  | { step: 'idle' }
  | { step: 'collecting'; progress: Progress }
  | { step: 'failed'; failure: Failure | { kind: 'part' }; again: WantedFile }
  | { step: 'done'; count: number };

/** One file at a time: how far it is, what came of it, and a way to stop it. Half a file is never saved. */
export class ExportJob {
  state = $state.raw<JobState>({ step: 'idle' });
  #cancel = new AbortController();

  async run(wanted: WantedFile): Promise<void> {
    this.cancel();
    const { signal } = this.#cancel;
    this.state = { step: 'collecting', progress: { done: 0, total: 0 } };
    const onprogress = (progress: Progress) => {
      if (!signal.aborted) this.state = { step: 'collecting', progress };
    };
    try {
      const made = await makeFile(wanted, { signal, onprogress });
      if (signal.aborted) return;
      if (!made.ok) {
        this.state = { step: 'failed', failure: made.failure, again: wanted };
        return;
      }
      saveFile(made.content, fileName(wanted.kind, wanted.locale, wanted.now));
      this.state = { step: 'done', count: made.count };
    } catch (error) {
      if (signal.aborted) return;
      // The writer of workbooks is fetched when it is first needed; everything else answers with a value.
      this.state = { step: 'failed', failure: { kind: 'part' }, again: wanted };
      console.error(error);
    }
  }

  cancel(): void {
    this.#cancel.abort();
    this.#cancel = new AbortController();
    this.state = { step: 'idle' };
  }
}
