import type { Clock, Enquiry, EnquiryEntry } from '../../../api/enquiries/schema.ts';
import type { EnquiryState } from '../../../api/enquiries/terms.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { formatMoment, formatShortDay, formatTime } from '../../ui/dates.ts';
import { localName } from '../../ui/language.svelte.ts';
import { m } from '../../paraglide/messages.js';
import { spanOf } from '../hours.ts';

export function stateWord(state: EnquiryState): string {
  switch (state) {
    case 'waiting':
      return m.own_state_waiting();
    case 'answered':
      return m.own_state_answered();
    case 'closed':
      return m.own_state_closed();
    case 'withdrawn':
      return m.own_state_withdrawn();
    case 'spam':
      return m.own_state_refused();
  }
}

/** The clock of the first answer, in one or two sentences. */
export function clockWords(
  { clock, firstAnswerAt }: Pick<Enquiry, 'clock' | 'firstAnswerAt'>,
  locale: Locale,
): string {
  const { phase, usedMinutes, promisedMinutes, dueAt } = clock;
  if (usedMinutes === null || dueAt === null) return m.own_clock_unannounced();
  if (phase === 'stopped')
    return firstAnswerAt === null
      ? m.own_clock_ended()
      : m.own_clock_answered({ span: spanOf(usedMinutes, locale) });
  const over = usedMinutes - promisedMinutes;
  if (over > 0) return `${m.own_clock_over({ span: spanOf(over, locale) })} ${pauseWords(clock, locale)}`;
  const due = m.own_clock_due({ time: momentOf(dueAt, locale), span: spanOf(-over, locale) });
  return `${due} ${pauseWords(clock, locale)}`;
}

function pauseWords({ phase, changesAt }: Clock, locale: Locale): string {
  if (phase !== 'paused' || changesAt === null) return '';
  return m.own_clock_paused({ time: momentOf(changesAt, locale) });
}

/** `11-23 11:10`, wall clock in Shanghai. */
export function momentOf(instant: string, locale: Locale): string {
  return `${formatShortDay(instant, locale)} ${formatTime(instant)}`;
}

/** With the year, for what is kept long. */
export function wholeMomentOf(instant: string, locale: Locale): string {
  return formatMoment(instant, locale);
}

/** What happened besides words, as who asked reads it; null for what says nothing to him. */
export function eventWords(entry: EnquiryEntry): string | null {
  const department = entry.department === null ? '' : localName(entry.department);
  switch (entry.kind) {
    case 'acknowledged':
      return acknowledgedWords(entry.detail);
    case 'routed':
      return m.own_event_routed({ department });
    case 'handed-over':
      return m.own_event_handed({ department });
    case 'taken':
      return m.own_event_taken({ officer: entry.by?.name ?? department });
    case 'closed':
      return m.own_event_closed({ outcome: outcomeWord(entry.detail) });
    case 'reopened':
      return m.own_event_reopened();
    case 'withdrawn':
      return m.own_event_withdrawn();
    case 'exported':
      return m.own_event_exported();
    case 'erased':
      return m.own_event_erased();
    default:
      return null;
  }
}

function acknowledgedWords(detail: string | null): string {
  if (detail === 'mail') return m.own_event_told_mail();
  return detail === 'sms' ? m.own_event_told_sms() : m.own_event_told_link();
}

function outcomeWord(detail: string | null): string {
  switch (detail) {
    case 'visit':
      return m.own_outcome_visit();
    case 'project':
      return m.own_outcome_project();
    case 'no-fit':
      return m.own_outcome_no_fit();
    case 'no-reply':
      return m.own_outcome_no_reply();
    case 'referred':
      return m.own_outcome_referred();
    default:
      return m.own_outcome_other();
  }
}

/** Who speaks: `asker` wrote it, `staff` answered, `portal` only notes that something happened. */
export function speakerOf({ kind, message, files }: EnquiryEntry): 'asker' | 'staff' | 'portal' {
  const hasWords = message !== null || files.length > 0;
  if (kind === 'received' || kind === 'asked' || kind === 'filed') return 'asker';
  return hasWords || kind === 'answered' || kind === 'attached' ? 'staff' : 'portal';
}
