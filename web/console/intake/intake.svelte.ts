import type { Intake, IntakeRow } from '../../../api/intakes/schema.ts';
import type { IntakeAction } from '../../../api/intakes/terms.ts';
import type { Failure } from '../client.ts';
import { commitIntake, fetchIntake, settle } from './client.ts';

export type Side = 'before' | 'after' | 'both';
const sides: Side[] = ['before', 'after', 'both'];

/** One batch: what it would change, row by row, until it is written or let go. */
export class IntakeReading {
  intake = $state.raw<Intake | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** Why the last act was not done. */
  refusal = $state.raw<Failure | null>(null);
  pending = $state(false);
  filter = $state<IntakeAction | null>(null);
  side = $state<Side>('both');
  knowsRejected = $state(false);
  /** Index among the shown rows. */
  #at = $state(-1);

  readonly rows: readonly IntakeRow[] = $derived.by(() => {
    const rows = this.intake?.rows ?? [];
    return this.filter === null ? rows : rows.filter(({ action }) => action === this.filter);
  });
  readonly at = $derived.by(() => Math.min(this.#at, this.rows.length - 1));
  readonly current: IntakeRow | null = $derived.by(() => this.rows[this.at] ?? null);
  readonly writable = $derived.by(
    () => (this.intake?.counts['create'] ?? 0) + (this.intake?.counts['update'] ?? 0),
  );
  readonly rejected = $derived.by(() => this.intake?.counts['reject'] ?? 0);
  readonly isReady = $derived.by(
    () => this.intake?.state === 'open' && this.writable > 0 && (this.rejected === 0 || this.knowsRejected),
  );

  async open(id: number): Promise<void> {
    this.intake = null;
    this.failure = null;
    const reply = await fetchIntake(id);
    if (!reply.ok) {
      this.failure = reply.failure;
      return;
    }
    this.intake = reply.value;
    // The first that will not be written is what somebody must look at.
    this.#at = Math.max(
      0,
      reply.value.rows.findIndex(({ action }) => action === 'reject'),
    );
  }

  stand(index: number): void {
    this.#at = Math.min(this.rows.length - 1, Math.max(0, index));
  }

  show(filter: IntakeAction | null): void {
    this.filter = filter;
    this.#at = 0;
  }

  turn(): void {
    this.side = sides[(sides.indexOf(this.side) + 1) % sides.length] ?? 'both';
  }

  async commit(): Promise<void> {
    const { intake } = this;
    if (intake === null || !this.isReady) return;
    await this.#act(() => commitIntake(intake.id, this.knowsRejected));
  }

  async settle(act: 'undo' | 'discard'): Promise<void> {
    const { intake } = this;
    if (intake !== null) await this.#act(() => settle(intake.id, act));
  }

  async #act(work: () => ReturnType<typeof commitIntake>): Promise<void> {
    if (this.pending || this.intake === null) return;
    this.pending = true;
    this.refusal = null;
    const reply = await work();
    this.pending = false;
    if (!reply.ok) {
      this.refusal = reply.failure;
      return;
    }
    const renewed = await fetchIntake(this.intake.id);
    if (renewed.ok) this.intake = renewed.value;
  }
}
