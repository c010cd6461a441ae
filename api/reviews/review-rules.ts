import type { Actor } from '../accounts/actor.ts';
import type { Competence } from '../accounts/terms.ts';
import { AppError } from '../errors.ts';

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

type Made = Pick<WaitingSubmission, 'departmentCode' | 'authors'>;

function ownPart(
  actor: Pick<Actor, 'accountId' | 'department'>,
  { departmentCode, authors }: Made,
): 'own-hand' | 'own-department' | null {
  if (authors.some(({ accountId }) => accountId === actor.accountId)) return 'own-hand';
  const departments = [departmentCode, ...authors.map(({ department }) => department)];
  return departments.includes(actor.department) ? 'own-department' : null;
}

/** @throws AppError `forbidden` (403) on what comes from his own hand or department. */
export function refuseOwn(actor: Actor, made: Made): void {
  const own = ownPart(actor, made);
  if (own !== null) throw new AppError('forbidden', { detail: ownWords[own] });
}

export const ownWords = {
  'own-hand': '不能审核自己经手的内容。',
  'own-department': '不能审核本部门的内容。',
} as const;

/** 四眼原则: what of a submission somebody may decide about. Nobody reviews what comes from his own hand or department. */
export function reviewRight(
  actor: Pick<Actor, 'accountId' | 'role' | 'department' | 'competences'>,
  { state, departmentCode, needs, decided, authors }: WaitingSubmission,
): ReviewRight {
  if (actor.role !== 'reviewer') return { yours: [], whyNot: 'not-reviewer' };
  if (state !== 'waiting') return { yours: [], whyNot: 'decided' };
  const own = ownPart(actor, { departmentCode, authors });
  if (own !== null) return { yours: [], whyNot: own };
  const [first, ...more] = needs.filter(
    (need) => actor.competences.includes(need) && !decided.includes(need),
  );
  return first === undefined
    ? { yours: [], whyNot: 'other-competence' }
    : { yours: [first, ...more], whyNot: null };
}

/**
 * 状态: whether a parcel is offered is decided by who decides about land.
 * @throws AppError `forbidden` (403).
 */
export function requireStatusRight({ competences }: Pick<Actor, 'competences'>): void {
  if (!competences.includes('land'))
    throw new AppError('forbidden', { detail: '地块的状态由自然资源和规划部门的审核员决定。' });
}
