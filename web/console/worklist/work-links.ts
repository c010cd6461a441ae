import type { WorkItem } from '../../../api/drafts/schema.ts';
import { m } from '../../paraglide/messages.js';
import {
  agreementHref,
  intakeHref,
  reviewHref,
  staffParcelHref,
  templateHref,
  winnerHref,
} from '../console-router.ts';

/** The one thing to do next about an item, and where; null where nothing is left to be done. */
export function nextAct(item: WorkItem): { href: string; word: string } | null {
  if (item.kind === 'review' && item.id !== null) return { href: reviewHref(item.id), word: m.next_review() };
  if (item.kind === 'intake' && item.id !== null) return { href: intakeHref(item.id), word: m.next_intake() };
  if (item.kind === 'gate' && item.subject !== null)
    return { href: agreementHref(item.subject), word: m.next_gate() };
  if (item.kind === 'template' && item.subject !== null && item.id !== null)
    return { href: templateHref(item.subject, item.id), word: m.next_template() };
  if (item.code === null) return null;
  const href = isOfWinner(item.kind) ? winnerHref(item.code) : staffParcelHref(item.code);
  return { href, word: nextWord(item.kind) };
}

const isOfWinner = (kind: WorkItem['kind']) => kind === 'winner' || kind === 'waiting-winner';

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
    case 'winner':
      return m.next_winner();
    case 'gate':
      return m.next_gate();
    case 'template':
      return m.next_template();
    case 'fact-expires':
    case 'evaluation-expires':
      return m.next_renew();
    case 'review':
    case 'intake':
    case 'waiting-review':
    case 'waiting-withdrawal':
    case 'waiting-recall-review':
    case 'waiting-winner':
    case 'signup-ends':
    case 'listing-starts':
    case 'done':
      return m.next_look();
  }
}
