import type { Phase } from '../../api/city/schema.ts';
import { m } from '../paraglide/messages.js';

/** 考核阶段: when the requirement is checked. */
export function phaseWords(phase: Phase): string {
  return {
    planning: m.phase_planning(),
    completion: m.phase_completion(),
    'full-production': m.phase_full_production(),
    annual: m.phase_annual(),
  }[phase];
}
