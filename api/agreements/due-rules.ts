import type { WorkingDays } from '../calendar/working-days.ts';
import { lastDayOf, type Term } from './step-term-rules.ts';
import type { CountedStep, ReportedStage } from './terms.ts';

/** As a sealed agreement holds it. */
export type Promised = { kind: string; dueOn: string | null; term: Term | null };

/** Days of one project, as `2026-12-10`. */
export type StepDays = {
  /** Stages that a second person confirmed. */
  confirmed: ReadonlyMap<ReportedStage, string>;
  /** Stages that wait for theirs. */
  waiting: ReadonlySet<ReportedStage>;
  /** 协议生效: the day of the agreement's seal. */
  effectiveOn: string | null;
  today: string;
  isWorked: WorkingDays;
};

export type Due = {
  /** The last day of it; null while it is not known. */
  dueOn: string | null;
  /** 起算日: of the step that its term counts from; null while that is not reported. */
  countsFromOn: string | null;
  /** That step is entered, and waits for its second person. */
  isStepWaiting: boolean;
  /** 预计: when it will be due if the step before it is reached on its last day. */
  expectedOn: string | null;
  /** When the stage that was promised was reached. */
  doneOn: string | null;
  /** 已到期: its last day is over, and nobody confirmed that it was done. */
  isPast: boolean;
};

/**
 * By which report a promise is done. 投资强度, 达产 and 税收 are measured by others; what is reported is the day of the 核验 or 复核 that found
 * them met, with its document: of the project as a whole, so of each of its parcels.
 */
const doneBy: Record<string, ReportedStage> = {
  registration: 'registered',
  start: 'construction-started',
  completion: 'completed',
  'investment-intensity': 'investment-met',
  'full-production': 'full-production',
  tax: 'tax-met',
};
/** Steps that one promise makes and another counts from, in their order. */
const chain = [
  ['construction-started', 'start'],
  ['completed', 'completion'],
] as const;

/** 到期日: of the promises of one agreement, from the days of its project; derived anew at each reading, never typed. */
export function duesOf(promises: readonly Promised[], days: StepDays): Due[] {
  const expected = new Map<CountedStep, string>();
  for (const [step, kind] of chain) {
    const ends = promises
      .filter((each) => each.kind === kind)
      .map((each) => dueOf(each, days) ?? expectedOf(each, days, expected))
      .sort();
    const last = ends.at(-1) ?? null;
    // Past its last day nobody keeps it any more, and what would follow cannot be told.
    if (last !== null && !ends.includes(null) && last >= days.today) expected.set(step, last);
  }
  return promises.map((promise) => {
    const { term, kind } = promise;
    const dueOn = dueOf(promise, days);
    const stage = doneBy[kind];
    const doneOn = (stage === undefined ? undefined : days.confirmed.get(stage)) ?? null;
    return {
      dueOn,
      countsFromOn: term === null ? null : dayOf(term.from, days),
      isStepWaiting: term !== null && term.from !== 'effective' && days.waiting.has(term.from),
      expectedOn: expectedOf(promise, days, expected),
      doneOn,
      isPast: dueOn !== null && doneOn === null && dueOn < days.today,
    };
  });
}

function dayOf(step: CountedStep, { confirmed, effectiveOn }: StepDays): string | null {
  return step === 'effective' ? effectiveOn : (confirmed.get(step) ?? null);
}

function dueOf({ dueOn, term }: Promised, days: StepDays): string | null {
  if (dueOn !== null || term === null) return dueOn;
  const from = dayOf(term.from, days);
  return from === null ? null : lastDayOf(from, term, days.isWorked);
}

function expectedOf(
  { dueOn, term }: Promised,
  days: StepDays,
  expected: ReadonlyMap<CountedStep, string>,
): string | null {
  if (dueOn !== null || term === null || dayOf(term.from, days) !== null) return null;
  const from = expected.get(term.from);
  return from === undefined ? null : lastDayOf(from, term, days.isWorked);
}
