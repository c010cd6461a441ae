import type { EnquirySummary } from '../../../api/enquiries/schema.ts';
import { enquiryStates, type EnquiryState } from '../../../api/enquiries/terms.ts';

/** What the list is narrowed to; empty: by nothing. */
export type InboxFilter = { words: string; department: string; state: EnquiryState | '' };

export const noFilter: InboxFilter = { words: '', department: '', state: '' };

export function isFiltered({ words, department, state }: InboxFilter): boolean {
  return words.trim() !== '' || department !== '' || state !== '';
}

export function filterOf(search: string): InboxFilter {
  const query = new URLSearchParams(search);
  const wanted = query.get('state');
  return {
    words: query.get('q') ?? '',
    department: query.get('department') ?? '',
    state: enquiryStates.find((state) => state === wanted) ?? '',
  };
}

/** Every word stands in who asks, what, the number, the parcels, the officer or the department. */
export function passes(item: EnquirySummary, { words, department, state }: InboxFilter): boolean {
  if (department !== '' && item.department.code !== department) return false;
  if (state !== '' && item.state !== state) return false;
  const { who, excerpt, number, parcelCodes, officer } = item;
  const { name, nameEn } = item.department;
  const all = [who, excerpt, number, ...parcelCodes, officer?.name, name, nameEn].join('\n').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
