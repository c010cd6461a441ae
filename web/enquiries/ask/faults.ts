import type { RefusedPlace } from '../../console/client.ts';
import { m } from '../../paraglide/messages.js';
import { plainPhone, type AskDraft } from './draft.svelte.ts';

/** Where something is wrong, as a person sees the form. */
export type Place =
  'company' | 'contactName' | 'codename' | 'phone' | 'email' | 'message' | 'consent' | 'parcels';

/** `missing`: left empty. `malformed`: it cannot be used as it stands. `outdated`: the text agreed to is no longer in force. */
export type Fault = 'missing' | 'malformed' | 'outdated';
export type Faults = Partial<Record<Place, Fault>>;

/** As the server checks it, so that no mistake needs the way there and back. */
export function faultsOf(draft: AskDraft): Faults {
  const faults: Faults = {};
  const { phone, email } = draft;
  if (draft.isCodenamed) {
    if (isEmpty(draft.codename)) faults.codename = 'missing';
  } else {
    if (isEmpty(draft.company)) faults.company = 'missing';
    if (isEmpty(phone) && isEmpty(email)) faults.phone = 'missing';
  }
  if (!isEmpty(phone) && !/^\+?\d[\d -]{4,24}\d$/.test(plainPhone(phone))) faults.phone = 'malformed';
  if (!isEmpty(email) && !/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email.normalize('NFKC').trim()))
    faults.email = 'malformed';
  if (isEmpty(draft.message)) faults.message = 'missing';
  if (!draft.agreed) faults.consent = 'missing';
  return faults;
}

function isEmpty(typed: string): boolean {
  return typed.trim() === '';
}

const placeByPath = new Map<string, Place>([
  ['company', 'company'],
  ['contactName', 'contactName'],
  ['codename', 'codename'],
  ['phone', 'phone'],
  ['email', 'email'],
  ['message', 'message'],
  ['consent', 'consent'],
  ['parcelCodes', 'parcels'],
]);

/** What the server refused, at the fields a person sees; null when it names a place that no person filled in. */
export function faultsOfPlaces(places: readonly RefusedPlace[]): Faults | null {
  const faults: Faults = {};
  for (const { path } of places) {
    const place = placeByPath.get(path.split('.')[0] ?? '');
    if (place === undefined) return null;
    faults[place] = place === 'consent' ? 'outdated' : 'malformed';
  }
  return places.length === 0 ? null : faults;
}

/** Which of the parcels asked about are no longer public: `parcelCodes.2` is the third. */
export function refusedParcels(places: readonly RefusedPlace[], codes: readonly string[]): string[] {
  return places.flatMap(({ path }) => {
    const index = /^parcelCodes\.(\d+)$/.exec(path)?.[1];
    const code = index === undefined ? undefined : codes[Number(index)];
    return code === undefined ? [] : [code];
  });
}

/** What is wrong, and what to do. */
export function faultWords(place: Place, fault: Fault | undefined): string | null {
  if (fault === undefined) return null;
  switch (place) {
    case 'company':
      return fault === 'missing' ? m.ask_company_missing() : m.ask_line_malformed();
    case 'contactName':
      return m.ask_line_malformed();
    case 'codename':
      return fault === 'missing' ? m.ask_codename_missing() : m.ask_line_malformed();
    case 'phone':
      return fault === 'missing' ? m.ask_way_missing() : m.ask_phone_malformed();
    case 'email':
      return m.ask_email_malformed();
    case 'message':
      return fault === 'missing' ? m.ask_message_missing() : m.ask_message_malformed();
    case 'consent':
      return fault === 'outdated' ? m.ask_consent_outdated() : m.ask_consent_missing();
    case 'parcels':
      return m.ask_parcels_gone();
  }
}
