import type { DeadLetters as Wire } from '../../../api/letters/schema.ts';
import type { Failure } from '../client.ts';
import { fetchLetters } from './client.ts';

/** What nobody took. */
export class DeadLetters {
  value = $state.raw<Wire | null>(null);
  failure = $state.raw<Failure | null>(null);

  readonly load = async (): Promise<void> => {
    const reply = await fetchLetters();
    this.failure = reply.ok ? null : reply.failure;
    if (reply.ok) this.value = reply.value;
  };
}
