import type { EnquirySummary } from '../../../api/enquiries/schema.ts';
import { filterOf, noFilter, passes, type InboxFilter } from './inbox-filter.ts';
import type { Inbox } from './inbox.svelte.ts';
import { groupCases, type InboxGroup } from './inbox-groups.ts';

/** 按紧急 all open cases in their groups; 办理中 those that had a first answer, the newest word first; 已办结 what is over. */
export const inboxTabs = ['urgency', 'active', 'ended'] as const;
export type InboxTab = (typeof inboxTabs)[number];

/** What the list shows, as the address has it. */
export type InboxView = InboxFilter & { tab: InboxTab };

/** Without a name where the tab has no groups. */
export type ShownGroup = { group: InboxGroup | null; items: EnquirySummary[] };

export function viewOf(search: string): InboxView {
  const wanted = new URLSearchParams(search).get('show');
  return { ...filterOf(search), tab: inboxTabs.find((tab) => tab === wanted) ?? 'urgency' };
}

/** The query that shows it again; another tab has states of its own. */
export function viewQuery({ tab, words, department, state }: InboxView): string {
  const query = new URLSearchParams();
  if (tab !== 'urgency') query.set('show', tab);
  if (words !== '') query.set('q', words);
  if (department !== '') query.set('department', department);
  if (state !== '') query.set('state', state);
  return query.size === 0 ? '' : `?${query}`;
}

export function shownGroups(view: InboxView, { items, asOf }: Inbox, now: Date): ShownGroup[] {
  const wanted = items.filter((item) => passes(item, view));
  if (view.tab === 'urgency') return groupCases(wanted, { asOf, now });
  const shown = view.tab === 'ended' ? wanted : activeCases(wanted);
  return shown.length === 0 ? [] : [{ group: null, items: shown }];
}

export function activeCases(items: readonly EnquirySummary[]): EnquirySummary[] {
  return items
    .filter(({ firstAnswerAt }) => firstAnswerAt !== null)
    .toSorted((a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt));
}

/** The same tab without its filter. */
export function unfiltered({ tab }: InboxView): InboxView {
  return { ...noFilter, tab };
}
