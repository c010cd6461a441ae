import type { DraftReading } from '../../../api/agreements/draft-schema.ts';
import type { Failure, RefusedPlace } from '../client.ts';
import { Acting } from '../shell/acting.svelte.ts';
import { wrongAt } from './agreement-form.ts';
import { changeDraft, fetchDraft } from './client.ts';
import { draftForm, editedDraft, type DraftForm } from './draft-form.ts';

/** A draft that is being changed: what was read, what is typed, and why it was not taken. */
export class EditedDraft {
  draft = $state.raw<DraftReading | null>(null);
  form = $state<DraftForm | null>(null);
  /** Why it could not be read. */
  failure = $state.raw<Failure | null>(null);
  readonly acting = new Acting();
  #unread = $state.raw<RefusedPlace[]>([]);

  async load(number: string): Promise<void> {
    this.failure = null;
    const reply = await fetchDraft(number);
    if (!reply.ok) {
      this.failure = reply.failure;
      return;
    }
    this.acting.forget();
    this.#unread = [];
    this.draft = reply.value;
    this.form = draftForm(reply.value);
  }

  /** What is wrong at a place of the body, or below it; `parties:` is the signers as a whole. */
  readonly wrong = (path: string): string | null => {
    const { failure } = this.acting;
    const places = [...this.#unread, ...(failure !== null && 'places' in failure ? failure.places : [])];
    if (path === 'parties:') return places.find((place) => place.path === 'parties')?.message ?? null;
    return wrongAt(places, path);
  };

  save(done: () => void): void {
    const { draft, form } = this;
    if (draft === null || form === null) return;
    const { body, unread } = editedDraft($state.snapshot(form), draft);
    this.#unread = unread;
    if (unread.length > 0) return;
    void this.acting.run(changeDraft(draft.number, body, draft.version), done);
  }
}
