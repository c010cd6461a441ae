import type { Agreement } from '../../../api/agreements/agreement-schema.ts';
import { m } from '../../paraglide/messages.js';
import { causeWord } from '../admin/letter-words.ts';
import { eventWord, gateWord } from './agreement-words.ts';

/** One row of the timeline: which gate and how it was decided, what a code was for, which letter came back. */
export function happenedWord({ kind, letter, gate, isOfDraft }: Agreement['events'][number]): string {
  if (letter !== null) return m.event_undelivered_letter({ letter: causeWord(letter) });
  if (isOfDraft) return m.event_draft_code();
  if (gate === null) return eventWord(kind);
  const outcome = gate.outcome === 'passed' ? m.gate_passed() : m.gate_refused();
  return m.event_gate({ gate: gateWord(gate.gate), outcome });
}
