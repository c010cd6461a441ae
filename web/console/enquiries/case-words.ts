import type { EnquirySummary } from '../../../api/enquiries/schema.ts';
import type { EnquiryState, Outcome } from '../../../api/enquiries/terms.ts';
import { m } from '../../paraglide/messages.js';
import type { InboxGroup } from './inbox-groups.ts';

/** Who asks, as the list calls them. */
export function whoText({ who, codenamed }: Pick<EnquirySummary, 'who' | 'codenamed'>): string {
  if (who === null) return m.desk_erased();
  return codenamed ? m.desk_codename({ name: who }) : who;
}

export function groupWord(group: InboxGroup): string {
  return {
    overdue: m.desk_group_overdue(),
    soon: m.desk_group_soon(),
    today: m.desk_group_today(),
    'follow-up': m.desk_group_follow_up(),
    later: m.desk_group_later(),
    theirs: m.desk_group_theirs(),
  }[group];
}

export function stateWord(state: EnquiryState): string {
  return {
    waiting: m.desk_state_waiting(),
    answered: m.desk_state_answered(),
    closed: m.desk_state_closed(),
    withdrawn: m.desk_state_withdrawn(),
    spam: m.desk_state_spam(),
  }[state];
}

export function outcomeWord(outcome: Outcome): string {
  return {
    visit: m.outcome_visit(),
    project: m.outcome_project(),
    'no-fit': m.outcome_no_fit(),
    'no-reply': m.outcome_no_reply(),
    referred: m.outcome_referred(),
    other: m.outcome_other(),
  }[outcome];
}

/** 未办结: it may still be handed over and closed. */
export function isOpenCase({ state }: Pick<EnquirySummary, 'state'>): boolean {
  return state === 'waiting' || state === 'answered';
}

/** `0091` of `XP-2611-0091`: what colleagues call a case. */
export function shortNumber(number: string): string {
  return number.split('-').at(-1) ?? number;
}
