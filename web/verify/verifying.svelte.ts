import type { Verification } from '../../api/agreements/verify-schema.ts';
import type { Failure, Reply } from '../console/client.ts';
import { failureWord, noteOf } from '../console/shell/failure-words.ts';
import { m } from '../paraglide/messages.js';
import { fetchRegistered, mostBytes, postFile } from './client.ts';
import type { Asked } from './verdict-words.ts';

type Question = (signal: AbortSignal) => Promise<Reply<Verification>>;

/** One question after another; an answer that comes after the next question was asked is none. */
export class Verifying {
  file = $state.raw<File | null>(null);
  asked = $state<Asked>('file');
  verification = $state.raw<Verification | null>(null);
  /** What the person can do something about himself. */
  refused = $state<string | null>(null);
  failure = $state.raw<ReturnType<typeof noteOf> | null>(null);
  isBusy = $state(false);
  #current = new AbortController();
  #question: Question | null = null;

  async askFile(file: File): Promise<void> {
    this.#begin('file', file);
    if (file.size === 0) this.refused = m.file_check_no_file();
    else if (file.size > mostBytes) this.refused = m.file_check_too_large();
    else await this.#ask((signal) => postFile(file, signal));
  }

  async askNumber(asked: { number: string; code: string }): Promise<void> {
    this.#begin('number', null);
    await this.#ask((signal) => fetchRegistered(asked, signal));
  }

  /** The same question once more. */
  async again(): Promise<void> {
    if (this.#question === null) return;
    this.#begin(this.asked, this.file);
    await this.#ask(this.#question);
  }

  #begin(asked: Asked, file: File | null): void {
    this.#current.abort();
    this.#current = new AbortController();
    Object.assign(this, { asked, file, verification: null, refused: null, failure: null, isBusy: false });
  }

  async #ask(question: Question): Promise<void> {
    const { signal } = this.#current;
    this.#question = question;
    this.isBusy = true;
    const reply = await question(signal).catch(() => null);
    if (signal.aborted || reply === null) return;
    this.isBusy = false;
    if (reply.ok) this.verification = reply.value;
    else this.#fail(reply.failure);
  }

  #fail(failure: Failure): void {
    if (failure.kind === 'too-large') this.refused = m.file_check_too_large();
    else if (failure.kind === 'too-often') this.refused = failureWord(failure);
    else if (this.asked === 'number' && (failure.kind === 'missing' || failure.kind === 'refused'))
      this.refused = m.file_check_wrong_code();
    else this.failure = noteOf(failure);
  }
}
