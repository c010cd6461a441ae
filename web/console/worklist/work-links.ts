import type { WorkItem } from '../../../api/drafts/schema.ts';
import { m } from '../../paraglide/messages.js';
import { intakeHref, reviewHref, staffParcelHref } from '../console-router.ts';

/** The one thing to do next about an item, and where; null where nothing is left to be done. */
export function nextAct(item: WorkItem): { href: string; word: string } | null {
  if (item.kind === 'review' && item.id !== null) return { href: reviewHref(item.id), word: m.next_review() };
  if (item.kind === 'intake' && item.id !== null) return { href: intakeHref(item.id), word: m.next_intake() };
  if (item.code === null) return null;
  return { href: staffParcelHref(item.code), word: nextWord(item.kind) };
}

function nextWord(kind: WorkItem['kind']): string {
  switch (kind) {
    case 'returned':
      return m.next_mend();
    case 'draft':
      return m.next_go_on();
    case 'withdrawal-request':
      return m.next_withdrawal();
    case 'recall-review':
      return m.next_recall();
    case 'fact-expires':
    case 'evaluation-expires':
      return m.next_renew();
    case 'review':
    case 'intake':
    case 'waiting-review':
    case 'waiting-withdrawal':
    case 'waiting-recall-review':
    case 'signup-ends':
    case 'listing-starts':
    case 'done':
      return m.next_look();
  }
}
