import type { LandingStage } from '../../../api/events/terms.ts';
import { m } from '../../paraglide/messages.js';
import type { Chosen } from './landing-rules.ts';

export function formWord(form: Chosen): string {
  return {
    all: m.landing_all(),
    contract: m.event_contracts(),
    framework: m.event_frameworks(),
    intent: m.event_intents(),
  }[form];
}

/** The stage, and what makes it one. */
export function stageWords(stage: LandingStage): { name: string; by: string } {
  return {
    signed: { name: m.stage_signed(), by: m.landing_by_signed() },
    registered: { name: m.stage_registered(), by: m.landing_by_registered() },
    supplied: { name: m.stage_supplied(), by: m.landing_by_supplied() },
    'construction-started': { name: m.stage_construction_started(), by: m.landing_by_started() },
    completed: { name: m.stage_completed(), by: m.landing_by_completed() },
    'production-started': { name: m.stage_production_started(), by: m.landing_by_production() },
    terminated: { name: m.stage_terminated(), by: m.landing_by_terminated() },
  }[stage];
}

export function markWord(days: number): string {
  return days === 0 ? m.landing_mark_event() : m.landing_mark({ days });
}
