import type { TemplateCheck, TemplateSource } from '../../../api/agreements/template-desk-schema.ts';
import { canSay, type TemplateVariable } from './proposal-facts.ts';
import { Reading } from '../shell/reading.svelte.ts';
import { forget, keep, readKept, type KeptProposal, type ProposalPlace } from './kept-proposal.ts';
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
  /** What was written here before and never sent, until it is taken up or dropped. */
  kept = $state.raw<KeptProposal | null>(null);
  #asked = 0;
  #begun = '';
  readonly #account: string;

  constructor(account: string) {
    super();
    this.#account = account;
  }

  async open(which: { key: string; version: number }): Promise<void> {
    this.form = null;
    this.checked = null;
    await this.take(() => fetchSource(which));
    if (this.value === null) return;
    this.form = proposalForm(this.value);
    this.#begun = this.#words();
    this.kept = readKept(this.#placeOf(which));
    await this.check();
  }

  /** The text of before goes on, in the place of what stands here. */
  readonly resume = (): void => {
    if (this.kept !== null) this.form = this.kept.form;
    this.kept = null;
    void this.check();
  };

  /** Neither sent nor wanted: it is gone. */
  readonly drop = (): void => {
    this.kept = null;
    if (this.value !== null) forget(this.#placeOf(this.value.body));
  };

  /** Kept as it stands, once something was written; what waits to be taken up again is not written over. */
  remember(at: Date): void {
    if (this.value === null || this.form === null || this.kept !== null) return;
    const place = this.#placeOf(this.value.body);
    if (this.#words() === this.#begun) forget(place);
    else keep(place, { form: $state.snapshot(this.form), at: at.toISOString() });
  }

  #words(): string {
    return JSON.stringify(this.body());
  }

  #placeOf({ key, version }: { key: string; version: number }): ProposalPlace {
    return { account: this.#account, key, version };
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

  /** What is said of neither a clause nor one of `apart`, which have a place of their own. */
  findingsBesides(apart: readonly string[]): TemplateCheck['findings'] {
    return (
      this.checked?.findings.filter(({ field }) => !field.startsWith('clauses.') && !apart.includes(field)) ??
      []
    );
  }

  findingsOf(fields: readonly string[]): TemplateCheck['findings'] {
    return this.checked?.findings.filter(({ field }) => fields.includes(field)) ?? [];
  }

  /** What can be inserted: all that is known and can be said of these sides and parcels, and what is new. */
  get variables(): TemplateVariable[] {
    const { form, value } = this;
    if (form === null || value === null) return [];
    return [...value.variables.filter((variable) => canSay(variable, form.facts)), ...form.variables];
  }

  /** Whether a new variable stands in the text; one that does not is not sent. */
  isUsed({ key }: { key: string }): boolean {
    return this.form !== null && this.body().variables.some((variable) => variable.key === key);
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
