import type { Project } from '../../../api/agreements/agreement-schema.ts';
import type { ProjectStage } from '../../../api/agreements/terms.ts';
import { severityShapes, stateShapes, type MarkShape } from '../shell/state-marks.ts';
import { m } from '../../paraglide/messages.js';

export type Stage = Project['stages'][number];

export function stageWord(stage: ProjectStage): string {
  return {
    signed: m.stage_signed(),
    registered: m.stage_registered(),
    supplied: m.stage_supplied(),
    'construction-started': m.stage_construction_started(),
    completed: m.stage_completed(),
    'production-started': m.stage_production_started(),
    terminated: m.stage_terminated(),
  }[stage];
}

export const stageShapes: Record<'confirmed' | 'refused' | 'open', MarkShape> = {
  confirmed: stateShapes.published,
  refused: severityShapes.error,
  open: stateShapes.waiting,
};

export function outcomeWord(outcome: Stage['outcome']): string {
  if (outcome === null) return m.stage_open();
  return outcome === 'confirmed' ? m.stage_confirmed() : m.stage_refused();
}

/** The last that a second person confirmed; what waits for one does not count. */
export function latestStage(stages: readonly Stage[]): Stage | null {
  const confirmed = stages.filter(({ outcome }) => outcome === 'confirmed');
  return confirmed.toSorted((a, b) => a.on.localeCompare(b.on) || a.id - b.id).at(-1) ?? null;
}

export function waitingStages(stages: readonly Stage[]): number {
  return stages.filter(({ outcome }) => outcome === null).length;
}
