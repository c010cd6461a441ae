import type { TemplateVersions } from '../../../api/agreements/template-desk-schema.ts';
import { stateShapes, type MarkShape } from '../shell/state-marks.ts';
import { m } from '../../paraglide/messages.js';

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
