import type { Project } from '../../../api/agreements/agreement-schema.ts';
import type { ReportedStage } from '../../../api/agreements/terms.ts';
import { severityShapes, stateShapes, type MarkShape } from '../shell/state-marks.ts';
import { m } from '../../paraglide/messages.js';

export type Stage = Project['stages'][number];

export function stageWord(stage: ReportedStage): string {
  return {
    signed: m.stage_signed(),
    registered: m.stage_registered(),
    supplied: m.stage_supplied(),
    'construction-started': m.stage_construction_started(),
    completed: m.stage_completed(),
    'production-started': m.stage_production_started(),
    terminated: m.stage_terminated(),
    'investment-met': m.stage_investment_met(),
    'full-production': m.stage_full_production(),
    'tax-met': m.stage_tax_met(),
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

type Reached = Stage & { on: string };

/** The last that a second person confirmed; what waits for one, was corrected since or never reached does not count. */
export function latestStage(stages: readonly Stage[]): Reached | null {
  return stages.filter(isReached).toSorted(byDay).at(-1) ?? null;
}

function isReached(stage: Stage): stage is Reached {
  return stage.outcome === 'confirmed' && stage.on !== null && !stage.isReplaced;
}

/** In the order of their days; a correction stands behind what it corrects. */
export function inOrder(stages: readonly Stage[]): Stage[] {
  const first = (stage: Stage): Stage => {
    const corrected = stages.find(({ id }) => id === stage.corrects);
    return corrected === undefined ? stage : first(corrected);
  };
  return stages.toSorted((a, b) => a.id - b.id).toSorted((a, b) => byDay(first(a), first(b)));
}

const byDay = (a: Stage, b: Stage) => (a.on ?? '').localeCompare(b.on ?? '') || a.id - b.id;

/** Confirmed, and no correction of it waits or has taken its place. */
export function mayCorrect(stage: Stage, stages: readonly Stage[]): boolean {
  return (
    stage.outcome === 'confirmed' &&
    !stages.some(({ corrects, outcome }) => corrects === stage.id && outcome !== 'refused')
  );
}

export function waitingStages(stages: readonly Stage[]): number {
  return stages.filter(({ outcome }) => outcome === null).length;
}
