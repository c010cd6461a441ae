import type { Delegation, SentCode, Signing } from '../../api/agreements/signing-schema.ts';
import { idempotencyKey, type Failure, type Reply } from '../console/client.ts';
import {
  deleteHandwriting,
  exchange,
  fetchSigning,
  postApproval,
  postCode,
  postConfirmation,
  postDelegation,
  postReading,
  postRefusal,
  postSignature,
} from './client.ts';
import type { Point } from './pad-rules.ts';

export type Step = 'read' | 'code' | 'pad';

/** Between two codes, as the portal has it. */
export const pauseMs = 60_000;

/** What the signer puts under the text: strokes of the unit square, his name in print, or a picture of a seal in base64. */
export type Ink =
  | { strokes: Point[][]; handwriting?: { textVersion: string; accepted: true; event: string } }
  | { typedName: string }
  | { sealPicture: string };

/** What is signed on this page, by whoever came by a link; one act at a time. */
export class OpenedSigning {
  signing = $state.raw<Signing | null>(null);
  /** Why it could not be opened. */
  failure = $state.raw<Failure | null>(null);
  /** Why the last act was not done. */
  trouble = $state.raw<Failure | null>(null);
  step = $state<Step>('read');
  busy = $state(false);
  code = $state('');
  consents = $state(false);
  sent = $state.raw<SentCode | null>(null);
  /** A code is on its way or was, maybe before this page was loaded anew. */
  codeIsOut = $state(false);
  /** When another code may be asked for, in milliseconds of this page's own clock. */
  nextCodeAt = $state(0);
  /** What was done here and the portal does not tell again. */
  done = $state.raw<{ kind: 'confirmed' } | { kind: 'delegated'; name: string } | null>(null);
  /** The text whose end was reported. */
  #told: string | null = null;
  #token: string | null;
  #unanswered: { of: string; key: string } | null = null;

  constructor(token: string | null) {
    this.#token = token;
  }

  /** What is on the page stays when only the asking anew fails. */
  async load(): Promise<void> {
    if (this.busy || this.done?.kind === 'delegated') return;
    const opened = await this.#enter();
    const reply = opened.ok ? await fetchSigning() : opened;
    if (this.busy) return;
    if (reply.ok) [this.signing, this.failure] = [reply.value, null];
    else if (this.signing === null || reply.failure.kind === 'signed-out') this.failure = reply.failure;
  }

  /** A code that was refused is asked for again. */
  async confirm(): Promise<void> {
    const confirmation = { otp: this.code, draftSha256: this.signing?.draftSha256 ?? '' };
    const key = this.#keyOf(JSON.stringify(confirmation));
    const reply = await this.#act(() => postConfirmation(confirmation, key));
    if (reply?.ok) this.done = { kind: 'confirmed' };
    else if (reply?.failure.kind === 'refused') this.code = '';
    else if (reply?.failure.kind === 'conflict') await this.load();
  }

  /** The portal keeps that the end was reached: without it there is no code. False when it could not be told. */
  async noteRead(): Promise<boolean> {
    const { signing } = this;
    if (signing === null) return false;
    if (signing.readAt !== null || this.#told === signing.contentSha256) return true;
    const { number, contentSha256 } = signing;
    const reply = await this.#act(() => postReading({ number, contentSha256 }));
    if (reply?.ok) this.#told = contentSha256;
    else if (reply?.failure.kind === 'conflict') await this.load();
    return reply?.ok === true;
  }

  async askForCode(): Promise<void> {
    const reply = await this.#act(() =>
      postCode(this.signing?.purpose === 'confirm' ? 'confirm' : undefined),
    );
    if (reply === null) return;
    if (reply.ok) {
      [this.sent, this.code] = [reply.value, ''];
      this.#codeWent(pauseMs);
    } else if (reply.failure.kind === 'too-often') this.#codeWent(reply.failure.waitSeconds * 1000);
    else if (reply.failure.kind === 'conflict') await this.load();
  }

  /** A code that was refused is asked for again; what was written stays. */
  async sign(ink: Ink): Promise<void> {
    const { signing, code: otp } = this;
    if (signing === null || signing.baseSha256 === null) return;
    const consent = { textVersion: signing.consent.textVersion, accepted: true } as const;
    const signature = { otp, baseSha256: signing.baseSha256, consent, strokes: [], ...ink };
    const key = this.#keyOf(JSON.stringify(signature));
    await this.#settle(await this.#act(() => postSignature(signature, key)));
  }

  async approve(): Promise<void> {
    const { signing, code: otp } = this;
    if (signing === null || signing.baseSha256 === null) return;
    const approval = { otp, baseSha256: signing.baseSha256 };
    const key = this.#keyOf(JSON.stringify(approval));
    await this.#settle(await this.#act(() => postApproval(approval, key)));
  }

  async decline(refusal: { otp: string; reason: string }): Promise<boolean> {
    const key = this.#keyOf(JSON.stringify(refusal));
    const reply = await this.#act(() => postRefusal(refusal, key));
    if (reply?.ok) await this.load();
    return reply?.ok === true;
  }

  /** A code to decline or to hand one's part on; one for signing that was sent before is void by it. Null when none went. */
  async askForCodeTo(purpose: 'decline' | 'delegate'): Promise<SentCode | null> {
    const reply = await this.#act(() => postCode(purpose));
    if (reply?.ok !== true) return null;
    [this.sent, this.code, this.codeIsOut] = [null, '', false];
    this.nextCodeAt = performance.now() + pauseMs;
    return reply.value;
  }

  /** 撤回同意. False when it could not be told. */
  async hideHandwriting(): Promise<boolean> {
    const reply = await this.#act(deleteHandwriting);
    if (reply?.ok) await this.load();
    return reply?.ok === true;
  }

  async delegate(to: Delegation): Promise<boolean> {
    const key = this.#keyOf(JSON.stringify(to));
    const reply = await this.#act(() => postDelegation(to, key));
    if (reply?.ok) [this.done, this.#token] = [{ kind: 'delegated', name: to.name }, null];
    return reply?.ok === true;
  }

  #codeWent(waitMs: number): void {
    this.codeIsOut = true;
    this.nextCodeAt = performance.now() + waitMs;
  }

  /** The link is exchanged once; what was exchanged goes with every request by itself. */
  async #enter(): Promise<Reply<void>> {
    if (this.#token === null) return { ok: true, value: undefined };
    const reply = await exchange(this.#token);
    if (reply.ok) this.#token = null;
    return reply;
  }

  async #settle(reply: Reply<unknown> | null): Promise<void> {
    if (reply === null) return;
    if (reply.ok) {
      this.#unanswered = null;
      return this.load();
    }
    const { failure } = reply;
    // The code was wrong, or it was taken and no signature came of it.
    if (failure.kind === 'refused' || failure.kind === 'busy') [this.step, this.code] = ['code', ''];
    // What is not as it was is looked at again.
    if (failure.kind === 'conflict') await this.load();
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
    if (!reply.ok && reply.failure.kind === 'signed-out') this.failure = reply.failure;
    else if (!reply.ok) this.trouble = reply.failure;
    return reply;
  }
}
