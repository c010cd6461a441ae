import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Difference, SubmissionReading } from '../../../api/drafts/schema.ts';
import type { Failure } from '../client.ts';
import { approve, fetchSubmission, returnDraft } from './client.ts';

/** What became of the decision. */
type Outcome =
  | { kind: 'published'; version: number; from: string }
  | { kind: 'approved'; version: number; from: string }
  | { kind: 'waits' }
  | { kind: 'returned' };

/** Two clocks may be this far apart. */
const apartMs = 60_000;

/** What others did with it while it was looked at. */
type Moved = Pick<SubmissionReading, 'state'> & { decisions: SubmissionReading['reviews'] };

/** One submission before its reviewer: every row of his own must have been seen before he can approve. */
export class Review {
  reading = $state.raw<SubmissionReading | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** Why the decision was not taken. */
  refusal = $state.raw<Failure | null>(null);
  outcome = $state.raw<Outcome | null>(null);
  moved = $state.raw<Moved | null>(null);
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
  /** The day to come that was named already, and by whom. */
  readonly day = $derived.by(() => {
    const named = this.reading?.reviews.find(({ publicFrom }) => publicFrom !== null);
    return named?.publicFrom && Date.parse(named.publicFrom) > Date.now()
      ? { from: named.publicFrom, by: named.by.name }
      : null;
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
    this.moved = null;
    this.seen.clear();
    this.reasons.clear();
    const reply = await fetchSubmission(id);
    if (reply.ok) this.reading = reply.value;
    else this.failure = reply.failure;
  }

  /** Looks whether somebody else has decided meanwhile, or whoever submitted it took it back. */
  async follow(): Promise<void> {
    const { reading } = this;
    if (reading === null || this.#isDeciding) return;
    const reply = await fetchSubmission(reading.id);
    if (!reply.ok || this.#isDeciding || this.reading !== reading) return;
    const { state, reviews } = reply.value;
    const known = new Set(reading.reviews.map(({ competence }) => competence));
    const decisions = reviews.filter(({ competence }) => !known.has(competence));
    if (state === reading.state && decisions.length === 0) return;
    this.moved = { state, decisions: [...(this.moved?.decisions ?? []), ...decisions] };
    this.reading = reply.value;
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
    if (!reply.ok) await this.#refused(reply.failure);
    else if (reply.value.published === null) this.outcome = { kind: 'waits' };
    else {
      const { version, publicFrom } = reply.value.published;
      const isLater = Date.parse(publicFrom) > Date.now() + apartMs;
      this.outcome = { kind: isLater ? 'approved' : 'published', version, from: publicFrom };
    }
  }

  async giveBack(): Promise<void> {
    const { reading } = this;
    if (reading === null || this.writtenReasons.length === 0 || this.pending) return;
    this.pending = true;
    this.refusal = null;
    const reply = await returnDraft(reading.code, { submission: reading.id, reasons: this.writtenReasons });
    this.pending = false;
    if (reply.ok) this.outcome = { kind: 'returned' };
    else await this.#refused(reply.failure);
  }

  /** Its own decision is under way, or taken: what the server tells of it then is no news. */
  get #isDeciding(): boolean {
    return this.pending || this.outcome !== null;
  }

  async #refused(failure: Failure): Promise<void> {
    this.refusal = failure;
    if (failure.kind === 'conflict') await this.follow();
  }

  #differences(own: boolean): Difference[] {
    const { reading } = this;
    if (reading === null) return [];
    return reading.differences.filter(({ competence }) => reading.yours.includes(competence) === own);
  }
}
