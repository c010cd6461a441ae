import type { StaffRundown } from '../../../api/events/rundown-schema.ts';
import { idempotencyKey, type Failure, type RefusedPlace } from '../client.ts';
import { Acting } from '../shell/acting.svelte.ts';
import { announce, fetchRundown, makeEvent, saveRundown } from './client.ts';
import { forget, keep, readKept, type KeptRundown } from './kept-rundown.ts';
import { formFaults } from './rundown-faults.ts';
import {
  bodyOf,
  emptyItem,
  formOf,
  newForm,
  placeAfterMove,
  placedPath,
  type RundownForm,
} from './rundown-form.ts';
import { mergedOf, type RundownPart } from './rundown-merge.ts';

/** 环节单 that is being written: what was read, what is typed, why it was not taken, and who saved meanwhile. */
export class RundownEditing {
  form = $state<RundownForm | null>(null);
  /** As it was read last; null for an event that is not there yet. */
  before = $state.raw<StaffRundown | null>(null);
  /** What was written here was begun from it. */
  base = $state.raw<StaffRundown | null>(null);
  /** Why it could not be read. */
  failure = $state.raw<Failure | null>(null);
  /** Written here before and never saved, until it is taken up or dropped. */
  kept = $state.raw<KeptRundown | null>(null);
  /** What somebody else saved while this was written. */
  theirs = $state.raw<StaffRundown | null>(null);
  /** Row of the item whose fields are open. */
  open = $state<number | null>(null);
  readonly acting = new Acting();
  readonly announcing = new Acting();
  #places = $state.raw<RefusedPlace[]>([]);
  #begun = $state('');
  readonly #account: string;
  readonly slug: string | null;

  constructor(account: string, slug: string | null) {
    this.#account = account;
    this.slug = slug;
  }

  readonly isTouched = $derived(this.form !== null && this.#words(this.form) !== this.#begun);
  readonly isEnded = $derived(this.before?.status === 'ended');
  /** Title and start stand. */
  readonly hasBegun = $derived(['live', 'paused', 'ended'].includes(this.before?.status ?? ''));
  readonly places = $derived(this.#places);

  readonly load = async (): Promise<void> => {
    this.failure = null;
    if (this.slug === null) this.#begin(null, newForm());
    else {
      const reply = await fetchRundown(this.slug);
      if (reply.ok) this.#begin(reply.value, formOf(reply.value));
      else this.failure = reply.failure;
    }
    if (this.failure === null) this.kept = readKept(this.#place);
  };

  /** What is wrong at a place: `items.#<row>.title.zh`, `venues.#<row>.key`, `startsAt`. */
  readonly wrong = (path: string): string | null =>
    this.#places.find((place) => place.path === path)?.message ?? null;

  readonly isWrongIn = (path: string): boolean =>
    this.#places.some((place) => place.path === path || place.path.startsWith(`${path}.`));

  /** True once it is saved, or made. */
  async save(): Promise<boolean> {
    const { form } = this;
    if (form === null || this.acting.busy || this.isEnded) return false;
    const faults = formFaults(form, this.slug === null);
    this.acting.forget();
    this.#places = faults;
    if (faults.length > 0) {
      this.#openWrong();
      return false;
    }
    const sent = $state.snapshot(form);
    const content = bodyOf(sent, this.base);
    const [key, { slug, base }] = [idempotencyKey(), this];
    let isDone = false;
    const done = () => void (isDone = true);
    if (slug === null || base === null)
      await this.acting.run(() => makeEvent(sent.slug.trim(), content, key), done);
    else
      await this.acting.run(
        () => saveRundown(slug, { ...content, expectedVersion: base.version }, key),
        done,
      );
    if (isDone) await this.#saved(sent);
    else await this.#refused(sent);
    return isDone;
  }

  async #saved(sent: RundownForm): Promise<void> {
    forget(this.#place);
    this.kept = null;
    this.#begun = this.#words(sent);
    if (this.slug === null) return;
    const reply = await fetchRundown(this.slug);
    if (!reply.ok) return void (this.failure = reply.failure);
    const fresh = formOf(reply.value);
    // What is open stays open: the rows are the same, in the same order.
    for (const [index, item] of fresh.items.entries()) item.row = sent.items[index]?.row ?? item.row;
    this.#begin(reply.value, fresh);
  }

  async #refused(sent: RundownForm): Promise<void> {
    const { failure } = this.acting;
    if (failure === null) return;
    if (failure.reason === 'saved-meanwhile' && this.slug !== null) {
      const reply = await fetchRundown(this.slug);
      if (reply.ok) this.theirs = reply.value;
      return;
    }
    const places = 'places' in failure ? failure.places : [];
    this.#places = places.map(({ path, message }) => ({ path: placedPath(path, sent), message }));
    this.#openWrong();
  }

  #openWrong(): void {
    const wrong = this.form?.items.find(({ row }) => this.isWrongIn(`items.#${row}`));
    if (wrong !== undefined && wrong.hold === null) this.open = wrong.row;
  }

  /** Theirs stands, and what was written here is gone. */
  readonly takeTheirs = (): void => {
    if (this.theirs === null) return;
    forget(this.#place);
    this.#begin(this.theirs, formOf(this.theirs));
  };

  /** Both go together and are saved; of what clashes theirs where it is in `taken`. */
  async merge(taken: ReadonlySet<RundownPart>): Promise<boolean> {
    const { base, form, theirs } = this;
    if (base === null || form === null || theirs === null) return false;
    this.form = mergedOf({ base, mine: $state.snapshot(form), theirs }, taken);
    this.before = theirs;
    this.base = theirs;
    this.theirs = null;
    return await this.save();
  }

  readonly resume = (): void => {
    const { kept } = this;
    this.kept = null;
    if (kept === null) return;
    this.form = kept.form;
    // Where somebody has saved since, saving says so and shows both.
    this.base = kept.base;
  };

  readonly drop = (): void => {
    this.kept = null;
    forget(this.#place);
  };

  /** Kept as it stands, once something was written; what waits to be taken up again is not written over. */
  remember(at: Date): void {
    const { form, kept } = this;
    if (form === null || kept !== null) return;
    if (!this.isTouched) return forget(this.#place);
    keep(this.#place, { form: $state.snapshot(form), base: this.base, at: at.toISOString() });
  }

  async announce(isAnnounced: boolean): Promise<void> {
    const { slug } = this;
    if (slug === null) return;
    await this.announcing.run(
      () => announce(slug, isAnnounced),
      () => {
        if (this.before !== null) this.before = { ...this.before, isAnnounced };
      },
    );
  }

  /** Behind the item that is open, or at the end; its fields are open. */
  readonly add = (): void => {
    const { form } = this;
    if (form === null || this.isEnded) return;
    const item = emptyItem();
    const at = form.items.findIndex(({ row }) => row === this.open);
    form.items.splice(at === -1 ? form.items.length : at + 1, 0, item);
    this.open = item.row;
  };

  /** Where it now stands, from 1; null: it did not move. */
  move(index: number, by: -1 | 1): number | null {
    const { form } = this;
    const to = form === null || this.isEnded ? null : placeAfterMove(form.items, index, by);
    if (form === null || to === null) return null;
    const [item] = form.items.splice(index, 1);
    if (item !== undefined) form.items.splice(to, 0, item);
    return to + 1;
  }

  remove(index: number): void {
    if (this.form?.items[index]?.row === this.open) this.open = null;
    this.form?.items.splice(index, 1);
  }

  #begin(before: StaffRundown | null, form: RundownForm): void {
    this.before = before;
    this.base = before;
    this.form = form;
    this.theirs = null;
    this.failure = null;
    this.acting.forget();
    this.#places = [];
    this.#begun = this.#words(form);
    if (before === null) this.open = form.items[0]?.row ?? null;
  }

  #words(form: RundownForm): string {
    return JSON.stringify([form.slug, bodyOf(form, null)]);
  }

  get #place() {
    return { account: this.#account, slug: this.slug };
  }
}
