import type { Failure, Reply } from '../client.ts';

/** What was read last; it stays while it is read again, and when that fails. */
export class Reading<Value> {
  value = $state.raw<Value | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);
  #turn = 0;

  /** An older answer that comes late is none. */
  protected async take(ask: () => Promise<Reply<Value>>): Promise<void> {
    const turn = (this.#turn += 1);
    this.busy = true;
    const reply = await ask();
    if (turn !== this.#turn) return;
    this.busy = false;
    this.failure = reply.ok ? null : reply.failure;
    if (reply.ok) this.value = reply.value;
  }
}
