import type { PublicCity } from '../../../api/city/schema.ts';
import type { WorkItem, WorkList } from '../../../api/drafts/schema.ts';
import { competenceWord } from '../../accounts/role-words.ts';
import { m } from '../../paraglide/messages.js';
import { localText } from '../../ui/language.svelte.ts';
import { actionWord } from '../audit/audit-words.ts';
import { factLabel } from '../parcels/fact-labels.ts';

export type WorkGroup = Exclude<keyof WorkList, 'at'>;

export const workGroups: WorkGroup[] = ['mine', 'due', 'others', 'done'];

export function groupWord(group: WorkGroup): string {
  return { mine: m.work_mine(), due: m.work_due(), others: m.work_others(), done: m.work_done() }[group];
}

/** What an item is, in a word or two. */
export function itemWord(item: WorkItem, city: PublicCity): string {
  switch (item.kind) {
    case 'returned':
      return m.work_returned();
    case 'review':
      return m.work_review();
    case 'withdrawal-request':
      return m.work_withdrawal_request();
    case 'recall-review':
      return m.work_recall_review();
    case 'winner':
      return m.work_winner();
    case 'gate':
      return m.work_gate();
    case 'template':
      return m.work_template();
    case 'intake':
      return m.work_intake();
    case 'draft':
      return m.work_draft();
    case 'waiting-review':
      return m.work_waiting_review();
    case 'waiting-withdrawal':
      return m.work_waiting_withdrawal();
    case 'waiting-recall-review':
      return m.work_waiting_recall();
    case 'waiting-winner':
      return m.work_waiting_winner();
    case 'fact-expires':
      return m.work_fact_expires({ fact: factLabel(item.subject ?? '', city) });
    case 'evaluation-expires':
      return m.work_evaluation_expires({ evaluation: evaluationLabel(item.subject ?? '', city) });
    case 'signup-ends':
      return m.work_signup_ends();
    case 'listing-starts':
      return m.work_listing_starts();
    case 'done':
      return actionWord(item.subject ?? '');
  }
}

/** By what it is known: its parcel, agreement, version or intake. */
export function itemNumber({ kind, code, id, subject }: WorkItem): string {
  if (kind === 'gate') return subject ?? '';
  if (code !== null || id === null) return code ?? '';
  return kind === 'template' ? m.agreement_version({ version: id }) : m.intake_number({ id });
}

/** Competences that are waited for, in words. */
export function openWords(item: Pick<WorkItem, 'open'>): string {
  return item.open.map(competenceWord).join(m.list_separator());
}

function evaluationLabel(kind: string, city: PublicCity): string {
  const definition = city.evaluations.find(({ key }) => key === kind);
  return definition === undefined ? kind : localText(definition.label);
}
