import type { SecretBox } from '../accounts/secret-box.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import type { WorkingTime } from '../calendar/working-time.ts';
import type { CaseRow, EventRow } from './case-store.ts';
import { clockOf, clockPausesOf, clockStart } from './clock-rules.ts';
import { openFileName } from './file-store.ts';
import { maskEmail, maskPhone, type Person } from './person-rules.ts';
import { openMessage, openPerson } from './person-store.ts';
import { readResumed } from './resumed-store.ts';
import type { Enquiry, EnquiryEntry, EnquirySummary } from './schema.ts';
import type { EventKind } from './terms.ts';

type Presenting = { secrets: SecretBox; time: WorkingTime; at: Date };

const excerptLength = 80;

/** What of a case is its department's own business; who asked sees the rest. */
const internalKinds: ReadonlySet<EventKind> = new Set([
  'held',
  'reminded',
  'escalated',
  'undelivered',
  'noted',
  'revealed',
  'spam',
  'not-spam',
]);

export function presentSummary(row: CaseRow, presenting: Presenting): EnquirySummary {
  const { person, parcels, clock, words } = opened(row, presenting);
  return {
    ...base(row),
    enteredBy: officerOf(row.enteredById, row.enteredByName),
    who: person?.codename ?? person?.company ?? null,
    excerpt: [...(words ?? '')].slice(0, excerptLength).join(''),
    parcelCodes: parcels,
    clock,
  };
}

/** The whole case for the side that reads it; who asked sees the own telephone and address whole. */
export function presentCase(
  row: CaseRow,
  kept: { events: EventRow[]; consented: { version: string; at: Date }; erasedAt: Date | null },
  { side, ...presenting }: Presenting & { side: 'asker' | 'staff' },
): Omit<Enquiry, 'related'> {
  const { person, parcels, clock } = opened(row, presenting);
  const events = kept.events.filter(({ kind }) => side === 'staff' || !internalKinds.has(kind));
  return {
    ...base(row),
    enteredBy: side === 'staff' ? officerOf(row.enteredById, row.enteredByName) : null,
    who: person?.codename ?? person?.company ?? null,
    parcelCodes: parcels,
    clock,
    locale: row.locale,
    person: { ...contactOf(person, side), erasedAt: timeOf(kept.erasedAt) },
    consent: { textVersion: kept.consented.version, at: shanghaiTime(kept.consented.at) },
    pauses: clockPausesOf(clockSpanOf(row, presenting.time), presenting.at, presenting.time),
    parcels: row.parcels,
    entries: events.map((event) => presentEvent(row.id, event, { side, secrets: presenting.secrets })),
    asOf: shanghaiTime(presenting.at),
  };
}

function base(row: CaseRow) {
  const { number, channel, state, isCodenamed, demo, departmentCode, departmentName, departmentNameEn } = row;
  return {
    number,
    channel,
    state,
    codenamed: isCodenamed,
    demo,
    receivedAt: shanghaiTime(row.receivedAt),
    clockFrom: shanghaiTime(row.clockFrom),
    department: { code: departmentCode, name: departmentName, nameEn: departmentNameEn },
    officer: officerOf(row.officerId, row.officerName),
    firstAnswerAt: timeOf(row.firstAnswerAt),
    waitingSince: timeOf(row.waitingSince),
    lastAt: shanghaiTime(row.lastAt),
  };
}

function opened({ id, person, firstWords, parcels, ...row }: CaseRow, { secrets, time, at }: Presenting) {
  return {
    person: person === null ? null : openPerson(id, person, secrets),
    words: firstWords === null ? null : openMessage({ enquiryId: id, seq: 1 }, firstWords, secrets),
    parcels: parcels.map(({ code }) => code),
    clock: clockOf(clockSpanOf(row, time), at, time),
  };
}

export function clockSpanOf(
  {
    clockFrom,
    resumed,
    firstAnswerAt,
    endedAt,
  }: Pick<CaseRow, 'clockFrom' | 'resumed' | 'firstAnswerAt' | 'endedAt'>,
  time: WorkingTime,
) {
  const from = clockStart({ clockFrom, resumed: readResumed(resumed) }, time);
  return { from, stoppedAt: firstAnswerAt ?? endedAt };
}

function contactOf(person: Person | null, side: 'asker' | 'staff') {
  const { company = null, contactName = null, codename = null, phone = null, email = null } = person ?? {};
  const isMasked = side === 'staff';
  return {
    company,
    contactName,
    codename,
    phone: phone !== null && isMasked ? maskPhone(phone) : phone,
    email: email !== null && isMasked ? maskEmail(email) : email,
  };
}

function presentEvent(
  enquiryId: number,
  event: EventRow,
  { side, secrets }: { side: 'asker' | 'staff'; secrets: SecretBox },
): EnquiryEntry {
  const { seq, kind, departmentCode, departmentName, departmentNameEn, words, files } = event;
  const isForStaff = side === 'staff';
  // Why a colleague was asked to take over, and what is noted at the end, stay among colleagues.
  const hidesWords = !isForStaff && (kind === 'handed-over' || kind === 'closed');
  return {
    seq,
    at: shanghaiTime(event.at),
    kind,
    by: officerOf(event.accountId, event.accountName),
    department:
      departmentCode === null
        ? null
        : { code: departmentCode, name: departmentName ?? '', nameEn: departmentNameEn ?? '' },
    officer: isForStaff ? officerOf(event.officerId, event.officerName) : null,
    detail: isForStaff || kind === 'closed' || kind === 'acknowledged' ? event.detail : null,
    message: words === null || hidesWords ? null : openMessage({ enquiryId, seq }, words, secrets),
    files: files.map(({ id, sealed, mediaType, bytes }) => ({
      id,
      name: sealed === null ? null : openFileName(id, Buffer.from(sealed, 'hex'), secrets),
      mediaType,
      bytes,
    })),
  };
}

function officerOf(id: number | null, name: string | null) {
  return id === null || name === null ? null : { id, name };
}

function timeOf(at: Date | null): string | null {
  return at === null ? null : shanghaiTime(at);
}
