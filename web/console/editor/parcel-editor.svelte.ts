import type { AddedAttachment } from '../../../api/attachments/schema.ts';
import type { DraftContent, StaffParcel } from '../../../api/drafts/schema.ts';
import type { Failure, Reply } from '../client.ts';
import type { ParcelCheck } from '../parcels/client.ts';
import { fetchCheck, fetchEdits, fetchStaffParcel, saveDraft } from '../parcels/client.ts';
import { findClashes, merge, type Conflict } from './conflict.ts';
import { withAttachment } from './content-edits.ts';
import { draftChange } from './draft-change.ts';

const pauseMs = 900;

const nothing: DraftContent = {
  fields: {},
  limits: {},
  admissions: [],
  utilities: [],
  costs: [],
  events: [],
  provenance: {},
};

/** The draft that is being written: saved by itself, checked after every save, never over somebody else's. */
export class ParcelEditor {
  parcel = $state.raw<StaffParcel | null>(null);
  /** As it stands in the form. */
  content = $state.raw<DraftContent>(nothing);
  check = $state.raw<ParcelCheck | null>(null);
  conflict = $state.raw<Conflict | null>(null);
  /** Why it could not be opened, or could not be saved. */
  failure = $state.raw<Failure | null>(null);
  saving = $state<'saved' | 'waiting' | 'saving'>('saved');
  savedAt = $state.raw<Date | null>(null);
  checking = $state(false);
  /** As the server has it. */
  #saved = $state.raw<DraftContent>(nothing);
  #ifMatch = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #code = '';
  /** A save that is under way, if any. */
  #sending: Promise<boolean> = Promise.resolve(true);
  /** Another write is under way that raises the revision. */
  #isHeld = false;

  readonly #mayWrite: boolean;

  /** Only its department writes, and not while others decide about it. */
  readonly isWritable = $derived.by(
    () =>
      this.#mayWrite &&
      this.parcel !== null &&
      this.parcel.draft?.state !== 'submitted' &&
      this.conflict === null,
  );
  readonly isChanged = $derived(draftChange(this.#saved, this.content) !== null);

  constructor({ mayWrite }: { mayWrite: boolean }) {
    this.#mayWrite = mayWrite;
  }

  async open(code: string): Promise<void> {
    this.close();
    this.#code = code;
    const reply = await fetchStaffParcel(code);
    if (code !== this.#code) return;
    if (!reply.ok) {
      this.failure = reply.failure;
      return;
    }
    this.#take(reply.value);
    await this.renewCheck();
  }

  /** Anything that is being written is sent before the page is left. */
  close(): void {
    clearTimeout(this.#timer);
    if (this.saving === 'waiting' && this.conflict === null) void this.save();
    this.#code = '';
    this.parcel = null;
    this.failure = null;
    this.conflict = null;
    this.check = null;
    this.savedAt = null;
  }

  change(content: DraftContent): void {
    this.content = content;
    if (this.conflict !== null) return;
    clearTimeout(this.#timer);
    this.saving = 'waiting';
    this.#timer = setTimeout(() => void this.save(), pauseMs);
  }

  /** Sends what is not saved yet; false when it could not be. */
  save(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (this.#isHeld || this.saving === 'saving' || this.conflict !== null) return Promise.resolve(false);
    this.#sending = this.#send();
    return this.#sending;
  }

  /**
   * Sends a file, which raises the revision too: the form is saved before, and waits meanwhile. Null when that could not be, or
   * another parcel is open now.
   */
  async attach(
    upload: (code: string, ifMatch: string) => Promise<Reply<AddedAttachment>>,
  ): Promise<Reply<AddedAttachment> | null> {
    await this.#sending;
    if (!(await this.save())) return null;
    this.#isHeld = true;
    const code = this.#code;
    try {
      const reply = await upload(code, this.#ifMatch);
      if (code !== this.#code) return null;
      if (reply.ok) this.#attached(reply.value);
      else if (reply.failure.kind === 'changed') await this.#compare();
      return reply;
    } finally {
      this.#isHeld = false;
      if (code === this.#code) await this.#settle();
    }
  }

  async #send(): Promise<boolean> {
    const sent = this.content;
    const change = draftChange(this.#saved, sent);
    if (change === null) {
      this.saving = 'saved';
      return true;
    }
    this.saving = 'saving';
    const code = this.#code;
    const reply = await saveDraft(code, this.#ifMatch, change);
    if (code !== this.#code) return reply.ok;
    if (reply.ok) return this.#keep(sent, reply.value);
    this.saving = 'waiting';
    this.failure = reply.failure.kind === 'changed' ? null : reply.failure;
    if (reply.failure.kind === 'changed') await this.#compare();
    return false;
  }

  async renewCheck(): Promise<void> {
    this.checking = true;
    const code = this.#code;
    const reply = await fetchCheck(code);
    if (code !== this.#code) return;
    this.checking = false;
    if (reply.ok) this.check = reply.value;
  }

  /** What the server says of the parcel as a whole; the form stays as it is. */
  async renew(): Promise<void> {
    const code = this.#code;
    const reply = await fetchStaffParcel(code);
    if (code !== this.#code || !reply.ok) return;
    if (this.isChanged) this.parcel = reply.value;
    else this.#take(reply.value);
  }

  /** Mine upon theirs, but for the facts where theirs was chosen. */
  resolve(takeTheirs: ReadonlySet<string>): void {
    const { conflict } = this;
    if (conflict === null) return;
    const merged = merge({ base: this.#saved, mine: this.content, theirs: conflict.theirs }, takeTheirs);
    this.#saved = conflict.theirs;
    this.#ifMatch = conflict.ifMatch;
    this.conflict = null;
    this.change(merged);
  }

  async #keep(
    sent: DraftContent,
    { revision, updatedAt, areaM2 }: { revision: number; updatedAt: string; areaM2: number | null },
  ) {
    this.#saved = sent;
    this.#ifMatch = `draft-${revision}`;
    this.savedAt = new Date(updatedAt);
    this.failure = null;
    if (areaM2 !== null) this.#measured(sent, areaM2);
    this.saving = 'saved';
    if (this.isChanged) this.change(this.content);
    await Promise.all([this.renewCheck(), this.renew()]);
    return true;
  }

  #attached({ attachment, revision, updatedAt }: AddedAttachment): void {
    this.#saved = withAttachment(this.#saved, attachment.id, attachment);
    this.content = withAttachment(this.content, attachment.id, attachment);
    this.#ifMatch = String(revision);
    this.savedAt = new Date(updatedAt);
  }

  /** Goes on with what was written meanwhile. */
  async #settle(): Promise<void> {
    this.saving = 'saved';
    if (this.conflict !== null) return;
    if (this.isChanged) this.change(this.content);
    await Promise.all([this.renewCheck(), this.renew()]);
  }

  /** The area is the server's, on the city's plane; what the map told while drawing was close to it. */
  #measured(sent: DraftContent, areaM2: number): void {
    if (sent.geometry === undefined) return;
    const measured = { ...sent, geometry: { ...sent.geometry, areaM2 } };
    this.#saved = measured;
    if (this.content === sent) this.content = measured;
  }

  #take(parcel: StaffParcel): void {
    this.parcel = parcel;
    this.#ifMatch = bare(parcel.ifMatch);
    this.#saved = parcel.draft?.content ?? parcel.base?.content ?? nothing;
    this.content = this.#saved;
    if (parcel.draft !== null) this.savedAt = new Date(parcel.draft.at);
  }

  async #compare(): Promise<void> {
    const since = this.parcel?.draft?.revision ?? 0;
    const [reply, edits] = await Promise.all([fetchStaffParcel(this.#code), fetchEdits(this.#code, since)]);
    if (!reply.ok) {
      this.failure = reply.failure;
      return;
    }
    const theirs = reply.value.draft?.content ?? reply.value.base?.content ?? nothing;
    const sides = { base: this.#saved, mine: this.content, theirs };
    this.parcel = reply.value;
    this.conflict = {
      theirs,
      ifMatch: bare(reply.value.ifMatch),
      edits: edits.ok ? edits.value.items : [],
      ...findClashes(sides),
    };
  }
}

/** The client writes the quotation marks of an entity tag (RFC 9110, 8.8.3) itself. */
function bare(entityTag: string): string {
  return entityTag.replaceAll('"', '');
}
