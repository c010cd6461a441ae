import type { WorkItem } from '../../../api/drafts/schema.ts';
import type { MarkShape } from '../shell/state-marks.ts';
import { intakeShapes, severityShapes, stateShapes } from '../shell/state-marks.ts';

const clock: MarkShape = {
  tone: 'muted',
  outline: 'M6 1.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 1 1 0-9.6zM6 3.4V6l1.8 1.2',
};

const shapes: Record<WorkItem['kind'], MarkShape> = {
  returned: stateShapes.returned,
  review: stateShapes.waiting,
  'withdrawal-request': stateShapes.withdrawn,
  'recall-review': stateShapes.recalled,
  winner: stateShapes.waiting,
  gate: stateShapes.waiting,
  template: stateShapes.waiting,
  intake: intakeShapes.update,
  draft: stateShapes.draft,
  'waiting-review': stateShapes.waiting,
  'waiting-withdrawal': stateShapes.withdrawn,
  'waiting-recall-review': stateShapes.recalled,
  'waiting-winner': stateShapes.waiting,
  'fact-expires': severityShapes.warning,
  'evaluation-expires': severityShapes.warning,
  'signup-ends': clock,
  'listing-starts': clock,
  done: stateShapes.published,
};

export function itemShape({ kind }: WorkItem): MarkShape {
  return shapes[kind];
}
