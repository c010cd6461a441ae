import type { ProjectStage } from '../../../api/agreements/terms.ts';
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

/** What makes a stage one. */
export function proofWord(stage: ProjectStage): string {
  return {
    signed: m.landing_by_signed(),
    registered: m.landing_by_registered(),
    supplied: m.landing_by_supplied(),
    'construction-started': m.landing_by_started(),
    completed: m.landing_by_completed(),
    'production-started': m.landing_by_production(),
    terminated: m.landing_by_terminated(),
  }[stage];
}

export function markWord(days: number): string {
  return days === 0 ? m.landing_mark_event() : m.landing_mark({ days });
}
