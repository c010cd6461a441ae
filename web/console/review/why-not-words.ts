import type { SubmissionReading } from '../../../api/drafts/schema.ts';
import { m } from '../../paraglide/messages.js';

export function whyNotWord(whyNot: NonNullable<SubmissionReading['whyNot']>): string {
  return {
    'own-department': m.review_why_department(),
    'own-hand': m.review_why_hand(),
    'other-competence': m.review_why_competence(),
    decided: m.review_why_decided(),
    'not-reviewer': m.review_why_role(),
  }[whyNot];
}
