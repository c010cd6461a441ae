import type { EnquirySummary } from '../../../api/enquiries/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { m } from '../../paraglide/messages.js';
import { pastText } from '../worklist/when.ts';

type Call = Pick<EnquirySummary, 'clockFrom' | 'receivedAt' | 'enteredBy'>;

/** What is entered in the call itself takes its time. */
const afterwardsMs = 60_000;

/** When a call came, who entered it, and when where that was afterwards: `昨天 16:30 来电 ・ 何远 9:05 补录`. */
export function callText(call: Call, now: Date, locale: Locale): string {
  return [m.call_came({ time: pastText(call.clockFrom, now, locale) }), entryText(call, now, locale)]
    .filter((part) => part !== '')
    .join(' ・ ');
}

/** Who entered a call, and when where that was afterwards; empty of what nobody entered. */
export function entryText({ clockFrom, receivedAt, enteredBy }: Call, now: Date, locale: Locale): string {
  if (enteredBy === null) return '';
  const { name } = enteredBy;
  const isAfterwards = Date.parse(receivedAt) - Date.parse(clockFrom) >= afterwardsMs;
  return isAfterwards
    ? m.call_entered_later({ name, time: pastText(receivedAt, now, locale) })
    : m.call_entered_by({ name });
}
