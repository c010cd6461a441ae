import type { IntakeState } from '../../../api/intakes/terms.ts';
import { m } from '../../paraglide/messages.js';

export function intakeStateWord(state: IntakeState): string {
  return {
    open: m.intake_state_open(),
    committed: m.intake_state_committed(),
    undone: m.intake_state_undone(),
    discarded: m.intake_state_discarded(),
  }[state];
}
