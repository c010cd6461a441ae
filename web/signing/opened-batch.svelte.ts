import type { SentBatchCode, SignedBatch, SigningBatch } from '../../api/agreements/batch-schema.ts';
import { idempotencyKey, type Failure, type Reply } from '../console/client.ts';
import { fetchBatch, postBatch, postBatchCode } from './batch-client.ts';
import { postReading } from './client.ts';
import { pauseMs, type Ink } from './opened-signing.svelte.ts';

export type BatchItem = SigningBatch['items'][number];
export type BatchStep = 'list' | 'read' | 'code' | 'pad' | 'done';

/** 批量签署: what the same person opened in this browser; each is read to its end, one code signs all of them. */
export class OpenedBatch {
  offered = $state.raw<SigningBatch | null>(null);
  trouble = $state.raw<Failure | null>(null);
  step = $state<BatchStep>('list');
  /** Which is being read. */
  reading = $state.raw<BatchItem | null>(null);
  /** Those that were read to their end, by number. */
  read = $state.raw<readonly string[]>([]);
  busy = $state(false);
  code = $state('');
  consents = $state(false);
  sent = $state.raw<SentBatchCode | null>(null);
  /** When another code may be asked for, in milliseconds of this page's own clock. */
  nextCodeAt = $state(0);
  outcome = $state.raw<SignedBatch | null>(null);
  #unanswered: { of: string; key: string } | null = null;

  get items(): readonly BatchItem[] {
    return this.offered?.items ?? [];
  }

  get codeIsOut(): boolean {
    return this.sent !== null;
  }

  get unread(): number {
    return this.items.filter(({ number }) => !this.read.includes(number)).length;
  }

  /** The portal knows which of them this person read to the end. */
  async load(): Promise<void> {
    const reply = await fetchBatch();
    if (!reply.ok) return;
    this.offered = reply.value;
    this.read = reply.value.items.filter(({ isRead }) => isRead).map(({ number }) => number);
  }

  open(item: BatchItem): void {
    [this.reading, this.step, this.trouble] = [item, 'read', null];
  }

  /** The text that is open was read to its end, which the portal keeps. */
  async close(): Promise<void> {
    if (this.reading === null) return;
    const { number, contentSha256 } = this.reading;
    if (!this.read.includes(number)) {
      const reply = await this.#act(() => postReading({ number, contentSha256 }));
      if (reply?.ok === false && reply.failure.kind === 'conflict') return this.#startAnew();
      if (reply?.ok !== true) return;
      this.read = [...this.read, number];
    }
    [this.reading, this.step] = [null, 'list'];
  }

  async askForCode(): Promise<void> {
    const reply = await this.#act(() => postBatchCode({ items: this.items.map(digestsOf) }));
    if (reply === null) return;
    if (reply.ok) {
      [this.sent, this.code, this.consents] = [reply.value, '', false];
      this.nextCodeAt = performance.now() + pauseMs;
    } else if (reply.failure.kind === 'too-often')
      this.nextCodeAt = performance.now() + reply.failure.waitSeconds * 1000;
    else if (reply.failure.kind === 'conflict') await this.#startAnew();
  }

  async sign(ink: Ink): Promise<void> {
    const { sent, code: otp } = this;
    if (sent === null) return;
    const consent = { textVersion: sent.consent.textVersion, accepted: true } as const;
    const signature = { otp, items: this.items.map(digestsOf), consent, strokes: [], ...ink };
    const key = this.#keyOf(JSON.stringify(signature));
    const reply = await this.#act(() => postBatch(signature, key));
    if (reply === null) return;
    if (reply.ok) {
      [this.outcome, this.step, this.#unanswered] = [reply.value, 'done', null];
      return;
    }
    const { kind } = reply.failure;
    if (kind === 'refused' || kind === 'busy') [this.step, this.code] = ['code', ''];
    // The code is void, or it was used: what may be signed now is looked at again.
    if (kind === 'conflict') await this.#startAnew();
  }

  async #startAnew(): Promise<void> {
    [this.step, this.sent, this.code] = ['list', null, ''];
    await this.load();
  }

  #keyOf(of: string): string {
    if (this.#unanswered?.of !== of) this.#unanswered = { of, key: idempotencyKey() };
    return this.#unanswered.key;
  }

  /** Null when another act is on its way. */
  async #act<T>(send: () => Promise<Reply<T>>): Promise<Reply<T> | null> {
    if (this.busy) return null;
    this.busy = true;
    this.trouble = null;
    const reply = await send();
    this.busy = false;
    if (!reply.ok) this.trouble = reply.failure;
    return reply;
  }
}

function digestsOf({ number, baseSha256, headSha256 }: BatchItem) {
  return { number, baseSha256, headSha256 };
}
