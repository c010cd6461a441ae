import type { Failure, Reply } from '../client.ts';

/** What a form or a button is doing: one act at a time, why the last one failed, and once more after a proof. */
export class Acting {
  busy = $state(false);
  failure = $state.raw<Failure | null>(null);
  #again: (() => void) | null = null;

  async run<T>(act: () => Promise<Reply<T>>, done: (value: T) => void): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    const reply = await act();
    this.busy = false;
    if (reply.ok) return done(reply.value);
    this.failure = reply.failure;
    this.#again = () => void this.run(act, done);
  }

  /** The same act again: after a proof, or when the network is back. */
  readonly again = (): void => this.#again?.();

  /** What is shown now has nothing to do with what failed. */
  forget(): void {
    this.failure = null;
    this.#again = null;
  }
}
