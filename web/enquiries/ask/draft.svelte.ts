import type { NewEnquiry } from '../../../api/enquiries/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { idempotencyKey } from '../../console/client.ts';

const storageKey = 'zhaotu-ask';
const texts = ['company', 'contactName', 'phone', 'email', 'message', 'codename'] as const;
type TextName = (typeof texts)[number];

/** What was sent under which key: the same words are sent again with the same one, and are one enquiry. */
type Sent = { key: string; of: string };

/**
 * What is typed into the form. It outlives a reload and not the tab: an office's computer has many users. The consent is
 * given anew each time.
 */
export class AskDraft {
  company = $state('');
  contactName = $state('');
  phone = $state('');
  email = $state('');
  message = $state('');
  codename = $state('');
  /** 代号询问: asked without saying who. */
  isCodenamed = $state(false);
  agreed = $state(false);
  /** Hidden from people: what fills it is a machine. */
  homepage = $state('');
  #sent: Sent | null = null;

  constructor() {
    const kept = readKept();
    for (const name of texts) this[name] = textOf(kept[name]);
    this.isCodenamed = kept['isCodenamed'] === true;
    const { key, of } = asRecord(kept['sent']);
    if (typeof key === 'string' && typeof of === 'string') this.#sent = { key, of };
  }

  /** The parts that are kept, so that an effect on it sees each change. */
  get typed(): Record<TextName, string> & { isCodenamed: boolean } {
    const { company, contactName, phone, email, message, codename, isCodenamed } = this;
    return { company, contactName, phone, email, message, codename, isCodenamed };
  }

  keep(): void {
    write((storage) => storage.setItem(storageKey, JSON.stringify({ ...this.typed, sent: this.#sent })));
  }

  /** It arrived: nothing of it stays. */
  forget(): void {
    for (const name of texts) this[name] = '';
    this.isCodenamed = false;
    this.agreed = false;
    this.#sent = null;
    write((storage) => storage.removeItem(storageKey));
  }

  /** As it goes out: without what was left empty, and with a code name without the company. */
  asked(about: { parcelCodes: string[]; textVersion: string; locale: Locale }): NewEnquiry {
    const { parcelCodes, textVersion, locale } = about;
    const who = this.isCodenamed
      ? filled('codename', this.codename)
      : { ...filled('company', this.company), ...filled('contactName', this.contactName) };
    return {
      parcelCodes,
      ...who,
      ...filled('phone', plainPhone(this.phone)),
      ...filled('email', this.email.normalize('NFKC')),
      message: this.message.trim(),
      locale,
      consent: { textVersion, accepted: true },
      ...filled('homepage', this.homepage.slice(0, 200)),
    };
  }

  keyFor(asked: NewEnquiry): string {
    const of = JSON.stringify(asked);
    if (this.#sent?.of !== of) this.#sent = { key: idempotencyKey(), of };
    this.keep();
    return this.#sent.key;
  }
}

/** Full-width digits, brackets and long dashes are how people write a number; what is dialled is the same. */
export function plainPhone(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[()]/g, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

function filled<Name extends string>(name: Name, typed: string): Partial<Record<Name, string>> {
  const value = typed.trim();
  const given: Partial<Record<Name, string>> = {};
  if (value !== '') given[name] = value;
  return given;
}

function readKept(): Record<string, unknown> {
  try {
    return asRecord(JSON.parse(sessionStorage.getItem(storageKey) ?? 'null'));
  } catch {
    return {};
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function write(change: (storage: Storage) => void): void {
  try {
    change(sessionStorage);
  } catch {
    // Storage is refused in some private windows: what was typed lives as long as the page.
  }
}
