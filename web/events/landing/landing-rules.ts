import type { ProjectStage } from '../../../api/agreements/terms.ts';
import type { Landing } from '../../../api/events/landing-schema.ts';
import type { SigningForm } from '../../../api/events/terms.ts';

export type Count = { count: number; amount: number };
export type Chosen = SigningForm | 'all';

const added = (one: Count, other: Count): Count => ({
  count: one.count + other.count,
  amount: one.amount + other.amount,
});
const none: Count = { count: 0, amount: 0 };

/** Of one form, or of all: 合同, 框架 and 意向 together only where somebody looks at all of them. */
export function chosenForms({ forms }: Landing, chosen: Chosen): Landing['forms'] {
  return chosen === 'all' ? forms : forms.filter(({ form }) => form === chosen);
}

export function signedOf(landing: Landing, chosen: Chosen): Count {
  return chosenForms(landing, chosen)
    .map(({ signed }) => signed)
    .reduce(added, none);
}

/** What had reached a stage at each mark; null: the mark is still to come. */
export function reached(landing: Landing, chosen: Chosen, stage: ProjectStage): (Count | null)[] {
  const rows = chosenForms(landing, chosen).map(
    ({ stages }) => stages.find((each) => each.stage === stage)?.at ?? [],
  );
  return landing.marks.map((_, mark) => {
    const counts = rows.map((row) => row[mark] ?? null);
    return counts.some((count) => count === null)
      ? null
      : counts.reduce<Count>((total, count) => added(total, count ?? none), none);
  });
}

/** How many of the signed ones are on paper, and how many amounts are not public. */
export function notedOf(landing: Landing, chosen: Chosen): { onPaper: number; undisclosed: number } {
  const forms = chosenForms(landing, chosen);
  return {
    onPaper: forms.reduce((sum, form) => sum + form.onPaper, 0),
    undisclosed: forms.reduce((sum, form) => sum + form.undisclosed, 0),
  };
}

/**
 * In which order the marks stand: on a narrow screen the newest first, so that it is seen without moving the table; those still to
 * come follow.
 */
export function marksInOrder({ marks }: Pick<Landing, 'marks'>, isNarrow: boolean): number[] {
  const all = marks.map((_, mark) => mark);
  if (!isNarrow) return all;
  const isReached = (mark: number) => marks[mark]?.isReached === true;
  return [...all.filter(isReached).reverse(), ...all.filter((mark) => !isReached(mark))];
}

/** The last mark that was reached; the event's own day always was. */
export function lastMark({ marks }: Landing): number {
  return Math.max(
    0,
    marks.findLastIndex(({ isReached }) => isReached),
  );
}
