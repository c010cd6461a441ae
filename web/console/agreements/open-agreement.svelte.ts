import type { Agreement } from '../../../api/agreements/agreement-schema.ts';
import type { Failure } from '../client.ts';
import { fetchAgreement } from './client.ts';

/** The agreement on the screen: read again every few seconds while somebody is there, and after each act. */
export class OpenAgreement {
  reading = $state.raw<Agreement | null>(null);
  /** Why the last reading failed; what was read before stays. */
  failure = $state.raw<Failure | null>(null);
  #number: string | null = null;
  #turn = 0;

  async open(number: string): Promise<void> {
    if (this.#number !== number) this.reading = null;
    this.#number = number;
    this.failure = null;
    await this.renew();
  }

  readonly renew = async (): Promise<void> => {
    const number = this.#number;
    if (number === null) return;
    const turn = (this.#turn += 1);
    const reply = await fetchAgreement(number);
    if (turn !== this.#turn) return;
    this.failure = reply.ok ? null : reply.failure;
    if (reply.ok) this.reading = reply.value;
  };
}
