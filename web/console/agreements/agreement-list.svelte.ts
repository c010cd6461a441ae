import type { AgreementPage } from '../../../api/agreements/agreement-schema.ts';
import type { AgreementState } from '../../../api/agreements/terms.ts';
import type { Failure } from '../client.ts';
import { fetchAgreements } from './client.ts';

/** Agreements of one's department, the newest first, in one state or in any. */
export class AgreementList {
  items = $state.raw<AgreementPage['items'] | null>(null);
  next = $state.raw<number | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);
  #turn = 0;

  async load(status: AgreementState | null): Promise<void> {
    await this.#read(status, null);
  }

  async more(status: AgreementState | null): Promise<void> {
    if (this.next !== null) await this.#read(status, this.next);
  }

  /** An older answer that comes late is none. */
  async #read(status: AgreementState | null, before: number | null): Promise<void> {
    const turn = (this.#turn += 1);
    this.busy = true;
    const reply = await fetchAgreements({ status, before });
    if (turn !== this.#turn) return;
    this.busy = false;
    this.failure = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    const { items, next } = reply.value;
    this.items = before === null ? items : [...(this.items ?? []), ...items];
    this.next = next;
  }
}
