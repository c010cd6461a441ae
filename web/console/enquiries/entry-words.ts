import type { PublicCity } from '../../../api/city/schema.ts';
import type { EnquiryEntry } from '../../../api/enquiries/schema.ts';
import { outcomes, reminderOf, spamReasons, type Reminder } from '../../../api/enquiries/terms.ts';
import { m } from '../../paraglide/messages.js';
import { spamWord } from '../../enquiries/spam-words.ts';
import { workedText } from './clock-words.ts';
import { departmentText } from './department-text.ts';
import { outcomeWord } from './case-words.ts';

/** Of working time without an answer, after which the city is told. */
const cityMinutes = 960;

/** What is said, by whom: the rest of what happens is a line between. */
export function voiceOf({ kind }: EnquiryEntry): 'asker' | 'staff' | 'note' | null {
  switch (kind) {
    case 'received':
    case 'asked':
    case 'filed':
      return 'asker';
    case 'answered':
    case 'attached':
      return 'staff';
    case 'noted':
      return 'note';
    default:
      return null;
  }
}

/** One line of what happened to a case, without its time. */
export function lineText(entry: EnquiryEntry, city: PublicCity): string {
  const { kind, detail } = entry;
  const by = entry.by?.name ?? m.desk_portal();
  const officer = entry.officer?.name ?? m.desk_nobody();
  switch (kind) {
    case 'acknowledged':
      return receiptText(detail);
    case 'routed':
      return routedText(entry, city);
    case 'taken':
      return m.desk_line_taken({ by });
    case 'handed-over':
      return m.desk_line_handed_over({ by, department: placeOf(entry, city), officer });
    case 'reminded':
      return remindedText(reminderOf(detail ?? ''));
    case 'escalated':
      return escalatedText(reminderOf(detail ?? ''));
    case 'undelivered':
      return m.desk_line_undelivered();
    case 'held':
      return m.desk_line_held();
    case 'closed':
      return m.desk_line_closed({ by, outcome: outcomeText(detail) });
    case 'reopened':
      return m.desk_line_reopened();
    case 'spam':
      return m.desk_line_spam({ by, reason: spamText(detail) });
    case 'not-spam':
      return m.desk_line_not_spam({ by });
    case 'revealed':
      return m.desk_line_revealed({ by });
    case 'withdrawn':
      return m.desk_line_withdrawn();
    case 'exported':
      return m.desk_line_exported();
    case 'erased':
      return m.desk_line_erased();
    case 'received':
    case 'asked':
    case 'filed':
    case 'answered':
    case 'attached':
    case 'noted':
      return '';
  }
}

function remindedText({ minutes, question }: Reminder): string {
  const time = workedText(minutes);
  return question === null ? m.desk_line_reminded({ time }) : m.desk_line_reminded_again({ time });
}

function escalatedText({ minutes, question }: Reminder): string {
  if (question !== null) return m.desk_line_escalated_again({ hours: minutes / 60 });
  return minutes === cityMinutes ? m.desk_line_escalated_city() : m.desk_line_escalated();
}

function receiptText(detail: string | null): string {
  if (detail === 'mail') return m.desk_line_receipt_mail();
  return detail === 'sms' ? m.desk_line_receipt_sms() : m.desk_line_receipt_page();
}

function routedText(entry: EnquiryEntry, city: PublicCity): string {
  const department = placeOf(entry, city);
  const officer = entry.officer?.name;
  if (officer === undefined) return m.desk_line_routed_nobody({ department });
  return entry.detail === 'deputy'
    ? m.desk_line_routed_deputy({ department, officer })
    : m.desk_line_routed({ department, officer });
}

function placeOf({ department }: EnquiryEntry, city: PublicCity): string {
  return department === null ? '' : departmentText(department, city);
}

function outcomeText(detail: string | null): string {
  const outcome = outcomes.find((known) => known === detail);
  return outcome === undefined ? (detail ?? '') : outcomeWord(outcome);
}

function spamText(detail: string | null): string {
  const reason = spamReasons.find((known) => known === detail);
  return reason === undefined ? (detail ?? '') : spamWord(reason);
}
