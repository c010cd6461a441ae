import type { ConsentText, Enquiry, ReceivedEnquiry } from '../../../api/enquiries/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { letterToken } from '../../accounts/letter-token.ts';
import { idempotencyKey, type Failure } from '../../console/client.ts';
import { fetchConsentText, fetchLinkedCase, postEnquiry, postFile } from '../client.ts';
import type { AskDraft } from './draft.svelte.ts';
import { faultsOf, faultsOfPlaces, refusedParcels, type Faults } from './faults.ts';

/** With its key: sent again, what did arrive after all is one file. */
export type FileLeft = { file: File; key: string };

/** What the person holds in hand afterwards. */
export type Received = {
  number: string;
  link: string;
  receipt: ReceivedEnquiry['receipt'];
  /** The secret of the link. */
  token: string;
  /** Null when only the case itself could not be read just now. */
  enquiry: Enquiry | null;
  /** Those that did not get through; the question did. */
  filesLeft: FileLeft[];
};

type About = { codes: string[]; files: readonly File[]; locale: Locale };

/** One question on its way: checked, sent once however often it is pressed, and read back. */
export class Asking {
  consentText = $state.raw<ConsentText | null>(null);
  faults = $state.raw<Faults>({});
  failure = $state.raw<Failure | null>(null);
  gone = $state.raw<string[]>([]);
  busy = $state(false);
  readonly #draft: AskDraft;

  constructor(draft: AskDraft) {
    this.#draft = draft;
  }

  async loadConsent(): Promise<void> {
    const reply = await fetchConsentText();
    if (reply.ok) this.consentText = reply.value;
    else this.failure = reply.failure;
  }

  /** Null when it did not get through; then `faults` or `failure` say why. */
  async send({ codes, files, locale }: About): Promise<Received | null> {
    if (this.busy) return null;
    this.failure = null;
    this.gone = [];
    this.faults = faultsOf(this.#draft);
    if (Object.keys(this.faults).length > 0) return null;
    this.busy = true;
    const received = await this.#post({ codes, files, locale });
    this.busy = false;
    if (received !== null) this.#draft.forget();
    return received;
  }

  async #post({ codes, files, locale }: About): Promise<Received | null> {
    if (this.consentText === null) await this.loadConsent();
    const textVersion = this.consentText?.version;
    if (textVersion === undefined) return null;
    const asked = this.#draft.asked({ parcelCodes: codes, textVersion, locale });
    const reply = await postEnquiry(asked, this.#draft.keyFor(asked));
    if (!reply.ok) {
      await this.#explain(reply.failure, codes);
      return null;
    }
    const { number, link, receipt } = reply.value;
    const token = letterToken(new URL(link).hash) ?? '';
    const filesLeft = await this.#sendFiles({ number, token }, files);
    const read = await fetchLinkedCase(token);
    return { number, link, receipt, token, enquiry: read.ok ? read.value : null, filesLeft };
  }

  async #explain(failure: Failure, codes: string[]): Promise<void> {
    const faults = failure.kind === 'refused' ? faultsOfPlaces(failure.places) : null;
    if (failure.kind !== 'refused' || faults === null) {
      this.failure = failure;
      return;
    }
    this.faults = faults;
    this.gone = refusedParcels(failure.places, codes);
    if (faults.consent === undefined) return;
    // Another text is in force now: it is read and agreed to anew.
    this.#draft.agreed = false;
    await this.loadConsent();
  }

  async #sendFiles(to: { number: string; token: string }, files: readonly File[]): Promise<FileLeft[]> {
    const left: FileLeft[] = [];
    for (const file of files) {
      const key = idempotencyKey();
      const reply = await postFile({ ...to, key }, file);
      if (!reply.ok) left.push({ file, key });
    }
    return left;
  }
}
