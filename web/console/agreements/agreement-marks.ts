import type { AgreementState, SignerState } from '../../../api/agreements/terms.ts';
import { severityShapes, stateShapes, type MarkShape } from '../shell/state-marks.ts';

const ring = 'M6 1.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 1 1 0-9.6z';
const clock: MarkShape = { tone: 'brand', outline: `${ring}M6 3.4V6l1.8 1.2` };
const arrow: MarkShape = { tone: 'brand', outline: `${ring}M3.6 6h4.8M6.7 4.2L8.4 6 6.7 7.8` };
const eye: MarkShape = {
  tone: 'brand',
  outline: 'M1 6C3 2.8 9 2.8 11 6C9 9.2 3 9.2 1 6zM6 4.8a1.2 1.2 0 1 1 0 2.4a1.2 1.2 0 1 1 0-2.4z',
};
const lock: MarkShape = {
  tone: 'brand',
  outline: 'M2.2 5.4h7.6v5.2H2.2zM3.9 5.4V3.6a2.1 2.1 0 0 1 4.2 0v1.8',
};

export const agreementShapes: Record<AgreementState, MarkShape> = {
  draft: stateShapes.draft,
  sent: arrow,
  'in-progress': stateShapes.waiting,
  sealing: lock,
  'seal-failed': severityShapes.warning,
  completed: stateShapes.published,
  declined: severityShapes.error,
  voided: stateShapes.withdrawn,
  expired: stateShapes.returned,
};

export const signerShapes: Record<SignerState, MarkShape> = {
  waiting: stateShapes.draft,
  active: arrow,
  viewed: stateShapes.waiting,
  signing: clock,
  signed: stateShapes.published,
  approved: stateShapes.approved,
  witnessed: eye,
  delegating: severityShapes.warning,
  declined: severityShapes.error,
  expired: stateShapes.withdrawn,
};

/** Passed, refused, or nobody has said. */
export const outcomeShapes: Record<'passed' | 'refused' | 'open', MarkShape> = {
  passed: stateShapes.published,
  refused: severityShapes.error,
  open: clock,
};
