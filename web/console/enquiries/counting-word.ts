import type { Me } from '../../../api/accounts/schema.ts';
import type { Enquiry } from '../../../api/enquiries/schema.ts';
import { m } from '../../paraglide/messages.js';
import type { DraftKind } from './kept-drafts.ts';

/** How what is being written will count, before it is sent. */
export function countingWord(
  { firstAnswerAt, state, officer, person }: Enquiry,
  { kind, me }: { kind: DraftKind; me: Me },
): string {
  if (kind === 'note') return m.desk_counts_note();
  if (state === 'closed') return m.desk_counts_closed();
  const counts = firstAnswerAt === null ? m.desk_counts_first() : m.desk_counts_more();
  if (person.erasedAt !== null) return `${counts} ${m.desk_counts_erased()}`;
  const isAnothers = officer !== null && officer.name !== me.name;
  return isAnothers ? `${counts} ${m.desk_counts_taken({ name: officer.name })}` : counts;
}
