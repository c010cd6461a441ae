import type { DraftState } from '../../../api/drafts/schema.ts';
import { m } from '../../paraglide/messages.js';

/** A mark on a 12 × 12 square. Every one has a shape of its own beside its word, so that none depends on colour. */
export type MarkShape = {
  tone: 'brand' | 'done' | 'stop' | 'amber' | 'muted';
  outline?: string;
  dashed?: boolean;
  fill?: string;
  /** Drawn in white upon the fill. */
  sign?: string;
};

export type Severity = 'error' | 'warning' | 'notice';
export type IntakeAction = 'create' | 'update' | 'unchanged' | 'reject';

const ring = 'M6 1.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 1 1 0-9.6z';
const disc = 'M6 .6a5.4 5.4 0 1 1 0 10.8a5.4 5.4 0 1 1 0-10.8z';
const square = 'M2.6.6h6.8a2 2 0 0 1 2 2v6.8a2 2 0 0 1-2 2h-6.8a2 2 0 0 1-2-2v-6.8a2 2 0 0 1 2-2z';
const squareEdge =
  'M2.8 1.3h6.4a1.5 1.5 0 0 1 1.5 1.5v6.4a1.5 1.5 0 0 1-1.5 1.5h-6.4a1.5 1.5 0 0 1-1.5-1.5v-6.4a1.5 1.5 0 0 1 1.5-1.5z';
const tick = 'M3.6 6.2l1.7 1.7 3.2-3.5';
const cross = 'M4 4l4 4M8 4l-4 4';

export const stateShapes: Record<DraftState, MarkShape> = {
  draft: { tone: 'muted', outline: ring, dashed: true },
  waiting: { tone: 'brand', outline: ring, fill: 'M6 1.2a4.8 4.8 0 0 1 0 9.6z' },
  returned: { tone: 'stop', outline: 'M6 .9L11.1 6 6 11.1.9 6zM6 3.6v2.8M6 8v.6' },
  approved: { tone: 'brand', outline: `${ring}${tick}` },
  published: { tone: 'done', fill: disc, sign: tick },
  changed: { tone: 'done', outline: ring, fill: 'M6 4a2 2 0 1 1 0 4a2 2 0 1 1 0-4z' },
  suspended: { tone: 'amber', outline: `${squareEdge}M4.6 3.8v4.4M7.4 3.8v4.4` },
  withdrawn: { tone: 'muted', outline: `${ring}M2.7 9.3l6.6-6.6` },
  recalled: { tone: 'stop', fill: disc, sign: 'M3.2 6h5.6' },
};

export const severityShapes: Record<Severity, MarkShape> = {
  error: { tone: 'stop', fill: 'M3.7.6h4.6l3.1 3.1v4.6l-3.1 3.1H3.7L.6 8.3V3.7z', sign: cross },
  warning: { tone: 'amber', fill: 'M6 .8l5.6 10.2H.4z', sign: 'M6 4.6v2.8M6 9v.5' },
  notice: { tone: 'brand', outline: `${ring}M6 5.4v3.2M6 3.4v.5` },
};

export const intakeShapes: Record<IntakeAction, MarkShape> = {
  create: { tone: 'done', fill: square, sign: 'M6 3.2v5.6M3.2 6h5.6' },
  update: {
    tone: 'brand',
    fill: square,
    sign: 'M2.8 4.6h6M7.2 3l1.6 1.6-1.6 1.6M9.2 7.6h-6M4.8 9.2L3.2 7.6l1.6-1.6',
  },
  unchanged: { tone: 'muted', outline: `${squareEdge}M3.8 4.8h4.4M3.8 7.2h4.4` },
  reject: { tone: 'stop', fill: square, sign: cross },
};

export function stateWord(state: DraftState): string {
  return {
    draft: m.state_draft(),
    waiting: m.state_waiting(),
    returned: m.state_returned(),
    approved: m.state_approved(),
    published: m.state_published(),
    changed: m.state_changed(),
    suspended: m.state_suspended(),
    withdrawn: m.state_withdrawn(),
    recalled: m.state_recalled(),
  }[state];
}

export function severityWord(severity: Severity): string {
  return { error: m.severity_error(), warning: m.severity_warning(), notice: m.severity_notice() }[severity];
}

export function intakeWord(action: IntakeAction): string {
  return {
    create: m.intake_create(),
    update: m.intake_update(),
    unchanged: m.intake_unchanged(),
    reject: m.intake_reject(),
  }[action];
}
