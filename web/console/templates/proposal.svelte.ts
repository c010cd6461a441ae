import type { TemplateCheck, TemplateSource } from '../../../api/agreements/template-desk-schema.ts';
import { Reading } from '../shell/reading.svelte.ts';
import { checkProposal, fetchSource } from './client.ts';
import {
  emptyClause,
  hasBlank,
  moved,
  proposalForm,
  proposalOf,
  type ProposalForm,
} from './proposal-form.ts';

/** 拟新版本: what is being written, and what the portal says of it as it stands. */
export class Proposal extends Reading<TemplateSource> {
  form = $state<ProposalForm | null>(null);
  checked = $state.raw<TemplateCheck | null>(null);
  #asked = 0;

  async open(which: { key: string; version: number }): Promise<void> {
    this.form = null;
    this.checked = null;
    await this.take(() => fetchSource(which));
    if (this.value === null) return;
    this.form = proposalForm(this.value);
    await this.check();
  }

  /** As it is sent. */
  body() {
    if (this.form === null || this.value === null) throw new Error('a template is open');
    return proposalOf($state.snapshot(this.form), this.value);
  }

  /** Asked again after each change; an answer to what stood before the last one is thrown away. */
  readonly check = async (): Promise<void> => {
    const source = this.value;
    if (source === null || this.form === null || this.isBlank) return;
    this.#asked += 1;
    const asked = this.#asked;
    const reply = await checkProposal(source.body, this.body());
    if (asked !== this.#asked) return;
    if (reply.ok) this.checked = reply.value;
    this.failure = reply.ok ? null : reply.failure;
  };

  /** A heading or a paragraph that nobody has written yet: until then there is nothing to check. */
  get isBlank(): boolean {
    return this.form !== null && hasBlank(this.form);
  }

  findingsAt(field: string): TemplateCheck['findings'] {
    return this.checked?.findings.filter((each) => each.field === field) ?? [];
  }

  /** What is said of no clause. */
  get otherFindings(): TemplateCheck['findings'] {
    return this.checked?.findings.filter(({ field }) => !field.startsWith('clauses.')) ?? [];
  }

  addClause(): void {
    this.form?.clauses.push(emptyClause());
  }

  moveClause(index: number, by: -1 | 1): void {
    if (this.form === null) return;
    this.form.clauses = moved(this.form.clauses, index, by);
    void this.check();
  }

  removeClause(index: number): void {
    this.form?.clauses.splice(index, 1);
    void this.check();
  }
}
