import type { Enquiry, EnquiryEntry, Pause } from '../../../api/enquiries/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { m } from '../../paraglide/messages.js';
import { formatTime } from '../../ui/dates.ts';
import { daysBetween } from '../worklist/when.ts';
import { momentText } from './clock-words.ts';

/** What stands in the conversation: what happened, and between, when no time was counted. */
export type ConversationLine = { entry: EnquiryEntry } | { pauses: Pause[] };

/** In a line; of those before, the number says enough. */
const mostSpans = 3;

/** A call stands at the moment it came, not at the one in which it was entered. */
export function spokenEntries({
  entries,
  clockFrom,
}: Pick<Enquiry, 'entries' | 'clockFrom'>): EnquiryEntry[] {
  return entries.map((entry) => (entry.kind === 'received' ? { ...entry, at: clockFrom } : entry));
}

/** Pauses that are over, each where it began, those in a row in one line. The one that lasts is the clock's to tell. */
export function conversationLines(
  entries: readonly EnquiryEntry[],
  pauses: readonly Pause[],
): ConversationLine[] {
  const over = pauses.filter(({ to }) => to !== null);
  const lines: ConversationLine[] = [];
  let next = 0;
  for (const entry of entries) {
    const until = over.findIndex(
      ({ from }, index) => index >= next && Date.parse(from) >= Date.parse(entry.at),
    );
    const end = until < 0 ? over.length : until;
    if (end > next) lines.push({ pauses: over.slice(next, end) });
    lines.push({ entry });
    next = end;
  }
  return next < over.length ? [...lines, { pauses: over.slice(next) }] : lines;
}

/** `昨天 12:00–14:00、昨天 17:30–今天 08:30 不计时`. */
export function pausesText(pauses: readonly Pause[], now: Date, locale: Locale): string {
  const shown = pauses.slice(-mostSpans).map((pause) => spanText(pause, now, locale));
  const spans = shown.join(m.list_separator());
  const before = pauses.length - shown.length;
  return before === 0 ? m.desk_paused({ spans }) : m.desk_paused_more({ spans, count: before });
}

function spanText({ from, to }: Pause, now: Date, locale: Locale): string {
  const begins = momentText(from, now, locale);
  if (to === null) return begins;
  if (daysBetween(new Date(from), new Date(to)) === 0) return `${begins}–${formatTime(to)}`;
  const isToday = daysBetween(now, new Date(to)) === 0;
  return `${begins}–${isToday ? m.today_at({ time: formatTime(to) }) : momentText(to, now, locale)}`;
}
