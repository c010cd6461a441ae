import type { Enquiry } from '../../../api/enquiries/schema.ts';
import { idempotencyKey, type Failure, type Reply } from '../../console/client.ts';
import {
  fetchLinkedCase,
  fetchOwnCase,
  postErasure,
  postFile,
  postReply,
  postWithdrawal,
  type CaseAct,
} from '../client.ts';

/** By which of the two ways a case is opened. */
export type Way = { token: string } | { number: string };

/** A case as who asked follows it; one act at a time, and each sent again is the same act. */
export class OpenedCase {
  enquiry = $state.raw<Enquiry | null>(null);
  /** Why it could not be opened. */
  failure = $state.raw<Failure | null>(null);
  /** Why the last act was not done. */
  trouble = $state.raw<Failure | null>(null);
  /** Since when nothing of who asked is kept; the case itself opens no more. */
  erasedAt = $state<string | null>(null);
  busy = $state(false);
  readonly #way: Way;
  #unanswered: { of: string; key: string } | null = null;

  constructor(way: Way) {
    this.#way = way;
  }

  get token(): string | null {
    return 'token' in this.#way ? this.#way.token : null;
  }

  /** What is on the page stays when only the asking anew fails. */
  async load(): Promise<void> {
    const reply = await ('token' in this.#way
      ? fetchLinkedCase(this.#way.token)
      : fetchOwnCase(this.#way.number));
    if (this.busy || this.erasedAt !== null) return;
    if (reply.ok) [this.enquiry, this.failure] = [reply.value, null];
    else if (this.enquiry === null || reply.failure.kind === 'missing') this.failure = reply.failure;
  }

  say(message: string): Promise<boolean> {
    return this.#change(`say ${message}`, (act) => postReply(act, message));
  }

  addFile(file: File): Promise<boolean> {
    const of = `file ${file.name} ${file.size} ${file.lastModified}`;
    return this.#change(of, (act) => postFile(act, file));
  }

  withdraw(): Promise<boolean> {
    return this.#change('withdraw', postWithdrawal);
  }

  async erase(): Promise<void> {
    const reply = await this.#act('erase', postErasure);
    if (reply?.ok === true) this.erasedAt = reply.value.erasedAt;
  }

  async #change(of: string, send: (act: CaseAct) => Promise<Reply<Enquiry>>): Promise<boolean> {
    const reply = await this.#act(of, send);
    if (reply?.ok === true) this.enquiry = reply.value;
    return reply?.ok === true;
  }

  /** Null when another act is on its way. */
  async #act<T>(of: string, send: (act: CaseAct) => Promise<Reply<T>>): Promise<Reply<T> | null> {
    if (this.busy || this.enquiry === null) return null;
    this.busy = true;
    this.trouble = null;
    if (this.#unanswered?.of !== of) this.#unanswered = { of, key: idempotencyKey() };
    const { key } = this.#unanswered;
    const reply = await send({ number: this.enquiry.number, token: this.token, key });
    this.busy = false;
    if (reply.ok) this.#unanswered = null;
    else this.trouble = reply.failure;
    return reply;
  }
}
