import type { Enquiry } from '../../../api/enquiries/schema.ts';
import type { Failure } from '../client.ts';
import { fetchCase } from './client.ts';
import { inbox } from './inbox.svelte.ts';

/** What can be done about a case, by button or key. */
export type CaseAct = 'answer' | 'note' | 'hand-over' | 'close' | 'spam';

/** The case on the desk: read again every few seconds, and after each act. */
export class OpenCase {
  reading = $state.raw<Enquiry | null>(null);
  /** Why the last reading failed; what was read before stays. */
  failure = $state.raw<Failure | null>(null);
  /** It was here, and is another department's now. */
  isGone = $state(false);
  #number: string | null = null;
  #turn = 0;
  #isReading = false;

  async open(number: string): Promise<void> {
    if (this.#number !== number) this.reading = null;
    this.#number = number;
    this.isGone = false;
    this.failure = null;
    await this.#read();
  }

  /** What is not to be read here is not asked for again. */
  readonly follow = async (): Promise<void> => {
    const isMissing = this.failure?.kind === 'missing';
    if (this.#number !== null && !isMissing && !this.#isReading) await this.#read();
  };

  /** After an act of one's own: the case and the list show it at once. */
  readonly renew = async (): Promise<void> => {
    await Promise.all([this.#read(), inbox.refresh(), inbox.refresh('ended')]);
  };

  /** What an act answered. */
  show(enquiry: Enquiry): void {
    if (enquiry.number === this.#number) this.reading = enquiry;
    void this.renew();
  }

  /** An older answer that comes late is none. */
  async #read(): Promise<void> {
    const number = this.#number;
    if (number === null) return;
    const turn = (this.#turn += 1);
    this.#isReading = true;
    const reply = await fetchCase(number);
    if (turn !== this.#turn || number !== this.#number) return;
    this.#isReading = false;
    if (reply.ok) {
      this.reading = reply.value;
      this.failure = null;
      return;
    }
    this.isGone = reply.failure.kind === 'missing' && this.reading !== null;
    this.failure = reply.failure;
  }
}
