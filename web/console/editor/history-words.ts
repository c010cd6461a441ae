import type { HistoryEntry } from '../../../api/drafts/schema.ts';
import { m } from '../../paraglide/messages.js';

export function historyWord(kind: HistoryEntry['kind']): string {
  return {
    imported: m.history_imported(),
    submitted: m.history_submitted(),
    'taken-back': m.history_taken_back(),
    approved: m.history_approved(),
    returned: m.history_returned(),
    published: m.history_published(),
    'withdrawal-requested': m.history_withdrawal_requested(),
    'withdrawal-refused': m.history_withdrawal_refused(),
    withdrawn: m.history_withdrawn(),
    recalled: m.history_recalled(),
    'recall-confirmed': m.history_recall_confirmed(),
    'recall-lifted': m.history_recall_lifted(),
  }[kind];
}
