import type { Obligation } from '../../../api/agreements/obligation-schema.ts';
import { formatDay } from '../../ui/dates.ts';
import { language } from '../../ui/language.svelte.ts';
import { m } from '../../paraglide/messages.js';
import { severityShapes, stateShapes, type MarkShape } from '../shell/state-marks.ts';

type Term = NonNullable<Obligation['term']>;

const written = (day: string) => formatDay(day, language.current);

/** Until when: its last day, the day that is expected, or that nobody can tell yet. */
export function untilWhen({ dueOn, expectedOn, term, countsFromOn }: Obligation): string {
  if (dueOn !== null) return m.obligation_due({ day: written(dueOn) });
  if (expectedOn !== null) return m.obligation_expected({ day: written(expectedOn) });
  if (term === null) return m.obligation_no_day();
  return countsFromOn === null ? m.obligation_day_open() : m.obligation_working_days();
}

/** `从供地（2026-12-10）起 6 个月`; null where no term was kept. */
export function fromWhen({ term, countsFromOn, isStepWaiting }: Obligation): string | null {
  if (term === null) return null;
  const said = { step: stepWord(term.from), term: termWord(term) };
  if (countsFromOn !== null) return m.obligation_from({ ...said, day: written(countsFromOn) });
  return isStepWaiting ? m.obligation_from_waiting(said) : m.obligation_from_unknown(said);
}

/** 未到期, 已到期 or 已完成, by word and shape; null while nobody can tell its day. */
export function outcomeOf({ doneOn, dueOn, isPast }: Obligation): { shape: MarkShape; word: string } | null {
  if (isPast) return { shape: severityShapes.error, word: m.obligation_past() };
  if (doneOn === null) return dueOn === null ? null : { shape: stateShapes.draft, word: m.obligation_open() };
  const day = written(doneOn);
  return dueOn !== null && doneOn > dueOn
    ? { shape: severityShapes.warning, word: m.obligation_done_late({ day }) }
    : { shape: stateShapes.published, word: m.obligation_done({ day }) };
}

function stepWord(step: Term['from']): string {
  return {
    effective: m.counted_effective(),
    supplied: m.counted_supplied(),
    'construction-started': m.counted_construction_started(),
    completed: m.counted_completed(),
  }[step];
}

function termWord({ amount, unit }: Term): string {
  const count = { count: amount };
  return {
    year: m.term_year(count),
    month: m.term_month(count),
    day: m.term_day(count),
    'working-day': m.term_working_day(count),
  }[unit];
}
