import type { EnquirySummary } from '../../../api/enquiries/schema.ts';
import { daysBetween } from '../worklist/when.ts';
import { isOverdue, tickedClock } from './clock-face.ts';

/**
 * What a case asks of the desk, the most urgent first: its first answer is late, due within two working hours, due today,
 * or later; a further word of who asked waits; or the next word is theirs.
 */
export const inboxGroups = ['overdue', 'soon', 'today', 'follow-up', 'later', 'theirs'] as const;
export type InboxGroup = (typeof inboxGroups)[number];

const soonMinutes = 120;

/** `now` and the clocks of one reading, which was written at `asOf`. */
export type Reading = { asOf: Date; now: Date };

export function groupOf(item: EnquirySummary, { asOf, now }: Reading): InboxGroup {
  if (item.waitingSince === null) return 'theirs';
  if (item.firstAnswerAt !== null) return 'follow-up';
  const clock = tickedClock(item.clock, asOf, now);
  // Nobody can tell when it is due: it is looked at today.
  if (clock.usedMinutes === null) return 'today';
  if (isOverdue(clock, now)) return 'overdue';
  if (clock.promisedMinutes - clock.usedMinutes <= soonMinutes) return 'soon';
  if (clock.dueAt === null) return 'later';
  return daysBetween(now, new Date(clock.dueAt)) <= 0 ? 'today' : 'later';
}

export type GroupedCases = { group: InboxGroup; items: EnquirySummary[] }[];

/** Every case in exactly one group, the nearest end first; groups without any are left out. */
export function groupCases(items: readonly EnquirySummary[], reading: Reading): GroupedCases {
  const found = new Map<InboxGroup, EnquirySummary[]>();
  for (const item of items) {
    const group = groupOf(item, reading);
    found.set(group, [...(found.get(group) ?? []), item]);
  }
  return inboxGroups.flatMap((group) => {
    const cases = found.get(group);
    return cases === undefined ? [] : [{ group, items: cases.toSorted(byUrgency) }];
  });
}

function byUrgency(a: EnquirySummary, b: EnquirySummary): number {
  const order = urgencyMs(a) - urgencyMs(b);
  return order !== 0 ? order : a.number.localeCompare(b.number);
}

/** Of the first answer when it is due, else since when somebody waits. */
function urgencyMs({ firstAnswerAt, clock, receivedAt, lastAt, waitingSince }: EnquirySummary): number {
  if (waitingSince === null) return Date.parse(lastAt);
  if (firstAnswerAt !== null) return Date.parse(waitingSince);
  return clock.dueAt === null ? Date.parse(receivedAt) : Date.parse(clock.dueAt);
}
