import type { TemplateChanges, TemplateVersions } from '../../../api/agreements/template-desk-schema.ts';
import type { Party } from '../../../api/agreements/terms.ts';
import { stateShapes, type MarkShape } from '../shell/state-marks.ts';
import { m } from '../../paraglide/messages.js';
import type { LabelFault, TemplateVariable } from './proposal-facts.ts';

export type TemplateVersion = TemplateVersions['items'][number];
type State = TemplateVersion['state'];

export const templateShapes: Record<State, MarkShape> = {
  waiting: stateShapes.waiting,
  'in-force': stateShapes.published,
  superseded: stateShapes.withdrawn,
  withdrawn: stateShapes.withdrawn,
};

export function templateStateWord(state: State): string {
  return {
    waiting: m.template_waiting(),
    'in-force': m.template_in_force(),
    superseded: m.template_superseded(),
    withdrawn: m.template_withdrawn(),
  }[state];
}

export function parcelNeedWord(need: TemplateVersion['needsParcel']): string {
  return {
    none: m.template_parcel_none(),
    optional: m.template_parcel_optional(),
    required: m.template_parcel_required(),
  }[need];
}

/** Who may approve a version, as its reader is told; null: he may himself. */
export function approvalBarrier({ state, isOwn }: TemplateVersion, isReviewer: boolean): string | null {
  if (state === 'withdrawn') return m.template_withdrawn_already();
  if (state !== 'waiting') return m.template_approved_already();
  if (!isReviewer) return m.template_reviewer_approves();
  return isOwn ? m.template_own() : null;
}

type ClauseChange = TemplateChanges['clauses'][number];
type Fact = TemplateChanges['facts'][number]['fact'];

/** What became of a clause; the number it had is told where it has another one now. */
export function changeWord({ kind, from, to }: Pick<ClauseChange, 'kind' | 'from' | 'to'>): string {
  if (kind === 'added') return m.template_added();
  if (kind === 'removed') return m.template_removed();
  const before = from === null || from === to ? '' : m.template_was_clause({ number: from + 1 });
  return kind === 'changed' ? [m.template_changed(), before].filter(Boolean).join(' · ') : before;
}

export function lineWord(kind: 'same' | 'added' | 'removed'): string {
  return kind === 'added' ? m.template_added() : m.template_removed();
}

export function factWord(fact: Fact): string {
  return {
    title: m.template_title(),
    exclusive: m.template_exclusive(),
    needsParcel: m.template_parcel(),
    parcelStages: m.template_stages(),
    parties: m.template_parties(),
    variables: m.template_variables(),
    obligations: m.template_obligations(),
  }[fact];
}

export function factValue(fact: Fact, value: string): string {
  if (fact === 'exclusive') return value === 'true' ? m.agreement_exclusive() : m.agreement_not_exclusive();
  if (fact === 'needsParcel' && (value === 'none' || value === 'optional' || value === 'required'))
    return parcelNeedWord(value);
  return value;
}

export function sideWord(party: Party): string {
  return {
    government: m.template_side_government(),
    company: m.template_side_company(),
    talent: m.template_side_talent(),
  }[party];
}

export const kinds = ['text', 'money', 'area', 'date', 'duration', 'count', 'choice'] as const;
type Kind = TemplateVariable['kind'];

export function kindWord(kind: Kind): string {
  return {
    text: m.template_kind_text(),
    money: m.template_kind_money(),
    area: m.template_kind_area(),
    date: m.template_kind_date(),
    duration: m.template_kind_duration(),
    count: m.template_kind_count(),
    choice: m.template_kind_choice(),
  }[kind];
}

/** How a value of a kind stands in the text. */
export function spelledWord(kind: Kind): string {
  if (kind === 'text') return m.template_spelled_text();
  if (kind === 'date') return m.template_spelled_date();
  return kind === 'choice' ? m.template_spelled_choice() : m.template_spelled_twice();
}

export function labelFaultWord(fault: LabelFault): string {
  return {
    blank: m.template_label_blank(),
    taken: m.template_label_taken(),
    characters: m.template_label_characters(),
  }[fault];
}
