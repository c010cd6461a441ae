import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Difference, SubmissionReading } from '../../../api/drafts/schema.ts';
import type { Failure } from '../client.ts';
import { approve, fetchSubmission, returnDraft } from './client.ts';

/** What became of the decision. */
type Outcome = { kind: 'published'; version: number } | { kind: 'waits' } | { kind: 'returned' };

/** One submission before its reviewer: every row of his own must have been seen before he can approve. */
export class Review {
  reading = $state.raw<SubmissionReading | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** Why the decision was not taken. */
  refusal = $state.raw<Failure | null>(null);
  outcome = $state.raw<Outcome | null>(null);
  pending = $state(false);
  readonly seen = new SvelteSet<string>();
  /** By path of the row; empty for all of it. */
  readonly reasons = new SvelteMap<string, string>();

  readonly mine: Difference[] = $derived.by(() => this.#differences(true));
  readonly others: Difference[] = $derived.by(() => this.#differences(false));
  readonly unseen = $derived(this.mine.filter(({ path }) => !this.seen.has(path)));
  /** Nobody else is asked after this. */
  readonly isLast = $derived.by(() => {
    const { reading } = this;
    return reading !== null && reading.open.every((competence) => reading.yours.includes(competence));
  });
  readonly writtenReasons = $derived(
    [...this.reasons]
      .map(([path, reason]) => ({ path, reason: reason.trim() }))
      .filter(({ reason }) => reason !== ''),
  );

  async open(id: number): Promise<void> {
    this.reading = null;
    this.failure = null;
    this.refusal = null;
    this.outcome = null;
    this.seen.clear();
    this.reasons.clear();
    const reply = await fetchSubmission(id);
    if (reply.ok) this.reading = reply.value;
    else this.failure = reply.failure;
  }

  toggle(path: string): void {
    if (!this.seen.delete(path)) this.seen.add(path);
  }

  async approve(): Promise<void> {
    const { reading } = this;
    if (reading === null || this.unseen.length > 0 || this.pending) return;
    this.pending = true;
    this.refusal = null;
    const reply = await approve(reading.code, { submission: reading.id, seen: [...this.seen] });
    this.pending = false;
    if (!reply.ok) this.refusal = reply.failure;
    else if (reply.value.published === null) this.outcome = { kind: 'waits' };
    else this.outcome = { kind: 'published', version: reply.value.published.version };
  }

  async giveBack(): Promise<void> {
    const { reading } = this;
    if (reading === null || this.writtenReasons.length === 0 || this.pending) return;
    this.pending = true;
    this.refusal = null;
    const reply = await returnDraft(reading.code, { submission: reading.id, reasons: this.writtenReasons });
    this.pending = false;
    if (reply.ok) this.outcome = { kind: 'returned' };
    else this.refusal = reply.failure;
  }

  #differences(own: boolean): Difference[] {
    const { reading } = this;
    if (reading === null) return [];
    return reading.differences.filter(({ competence }) => reading.yours.includes(competence) === own);
  }
}
