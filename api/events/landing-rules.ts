import { projectStages, type ProjectStage } from '../agreements/terms.ts';
import { shanghaiDay, shiftDay } from '../calendar/rules.ts';
import type { Signing } from './fold-rules.ts';
import { signingForms, type SigningForm } from './terms.ts';
import { countedSignings, type Count } from './totals-rules.ts';

/** Days after an event at which is counted; the first is the event's own. */
export const landingDays = [0, 30, 90, 180, 365] as const;

/** A stage of a project that a second person confirmed, on its day. */
export type Reported = { project: number; stage: ProjectStage; on: string };

type Company = Signing & { form: SigningForm };
export type LandingForm = {
  form: SigningForm;
  signed: Count;
  undisclosed: number;
  onPaper: number;
  stages: { stage: ProjectStage; at: (Count | null)[] }[];
};
export type LandingCounts = {
  marks: { days: number; on: string; isReached: boolean }[];
  forms: LandingForm[];
};

/** What companies signed, each project once; what was signed with people has no stages. */
export function landingSignings(signings: readonly Signing[]): Company[] {
  return countedSignings(signings).flatMap(({ form, ...signing }) =>
    form === null ? [] : [{ ...signing, form }],
  );
}

/**
 * 落地成绩单: at each mark how many of the signed projects had reached each stage, and with how much. That something was signed
 * comes from the log (补签 counts from its own day), everything else from confirmed reports; what nobody reported is not
 * counted.
 */
export function landingOf(
  signings: readonly Signing[],
  reported: readonly Reported[],
  { eventOn, today }: { eventOn: string; today: string },
): LandingCounts {
  const marks = landingDays.map((days) => {
    const on = shiftDay(eventOn, days);
    return { days, on, isReached: on <= today };
  });
  const companies = landingSignings(signings);
  const reachedBy = ({ project, at }: Company, stage: ProjectStage, day: string) =>
    stage === 'signed'
      ? shanghaiDay(new Date(at)) <= day
      : reported.some((each) => each.project === project && each.stage === stage && each.on <= day);
  return {
    marks,
    forms: signingForms.map((form) => {
      const own = companies.filter((company) => company.form === form);
      return {
        form,
        signed: countOf(own),
        undisclosed: own.filter(({ amount }) => amount === null).length,
        onPaper: own.filter(({ isPaper }) => isPaper).length,
        stages: projectStages.map((stage) => ({
          stage,
          at: marks.map(({ on, isReached }) =>
            isReached ? countOf(own.filter((company) => reachedBy(company, stage, on))) : null,
          ),
        })),
      };
    }),
  };
}

const csvHeader =
  'form,signed,amount_not_public,signed_on_paper,stage,days_after,on,projects,planned_investment_yuan';

/** Codes, days and numbers alone: nothing in it could be read as a formula. Of a mark that is still to come the last two are empty. */
export function landingCsv({ marks, forms }: LandingCounts): string {
  const lines = forms.flatMap(({ form, signed, undisclosed, onPaper, stages }) =>
    stages.flatMap(({ stage, at }) =>
      marks.map(({ days, on }, mark) => {
        const reached = at[mark] ?? null;
        const counts = reached === null ? ['', ''] : [reached.count, reached.amount];
        return [form, signed.count, undisclosed, onPaper, stage, days, on, ...counts].join(',');
      }),
    ),
  );
  return `\uFEFF${[csvHeader, ...lines].join('\r\n')}\r\n`;
}

/** The last stage of a project until today, by its place in the order: 终止 ends all. */
export function lastStage(
  reported: readonly Reported[],
  { project, today }: { project: number; today: string },
): Reported | null {
  const own = reported
    .filter((each) => each.project === project && each.on <= today)
    .sort((one, other) => projectStages.indexOf(one.stage) - projectStages.indexOf(other.stage));
  return own.at(-1) ?? null;
}

function countOf(companies: readonly Company[]): Count {
  return {
    count: companies.length,
    amount: companies.reduce((total, { amount }) => total + (amount ?? 0), 0),
  };
}
