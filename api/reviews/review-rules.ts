import type { Actor } from '../accounts/actor.ts';
import type { Competence } from '../accounts/terms.ts';

export type WaitingSubmission = {
  state: string;
  departmentCode: string;
  needs: Competence[];
  decided: Competence[];
  authors: { accountId: number; department: string | null }[];
};

export type ReviewRight =
  | { yours: [Competence, ...Competence[]]; whyNot: null }
  | { yours: []; whyNot: 'not-reviewer' | 'decided' | 'own-hand' | 'own-department' | 'other-competence' };

/** 四眼原则: what of a submission somebody may decide about. Nobody reviews what comes from his own hand or department. */
export function reviewRight(
  actor: Pick<Actor, 'accountId' | 'role' | 'department' | 'competences'>,
  { state, departmentCode, needs, decided, authors }: WaitingSubmission,
): ReviewRight {
  if (actor.role !== 'reviewer') return { yours: [], whyNot: 'not-reviewer' };
  if (state !== 'waiting') return { yours: [], whyNot: 'decided' };
  if (authors.some(({ accountId }) => accountId === actor.accountId))
    return { yours: [], whyNot: 'own-hand' };
  if ([departmentCode, ...authors.map(({ department }) => department)].includes(actor.department))
    return { yours: [], whyNot: 'own-department' };
  const [first, ...more] = needs.filter(
    (need) => actor.competences.includes(need) && !decided.includes(need),
  );
  return first === undefined
    ? { yours: [], whyNot: 'other-competence' }
    : { yours: [first, ...more], whyNot: null };
}
