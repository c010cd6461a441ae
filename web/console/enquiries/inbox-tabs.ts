import type { Inbox } from './inbox.svelte.ts';
import { groupCases, type InboxGroup } from './inbox-groups.ts';
import type { EnquirySummary } from '../../../api/enquiries/schema.ts';

/** 按紧急 all open cases in their groups; 办理中 those that had a first answer, the newest word first; 已办结 what is over. */
export const inboxTabs = ['urgency', 'active', 'ended'] as const;
export type InboxTab = (typeof inboxTabs)[number];

/** Without a name where the tab has no groups. */
export type ShownGroup = { group: InboxGroup | null; items: EnquirySummary[] };

export function tabOf(search: string): InboxTab {
  const wanted = new URLSearchParams(search).get('show');
  return inboxTabs.find((tab) => tab === wanted) ?? 'urgency';
}

/** The query that shows a tab again. */
export function tabHref(tab: InboxTab): string {
  return tab === 'urgency' ? '' : `?show=${tab}`;
}

export function shownGroups(tab: InboxTab, { items, asOf }: Inbox, now: Date): ShownGroup[] {
  if (tab === 'urgency') return groupCases(items, { asOf, now });
  const shown = tab === 'ended' ? items : activeCases(items);
  return shown.length === 0 ? [] : [{ group: null, items: shown }];
}

export function activeCases(items: readonly EnquirySummary[]): EnquirySummary[] {
  return items
    .filter(({ firstAnswerAt }) => firstAnswerAt !== null)
    .toSorted((a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt));
}
