import type { DraftState, StaffSort } from '../../../api/drafts/schema.ts';
import { draftStates, staffSorts } from '../../../api/drafts/terms.ts';

/** What the table asks for and where one stands in it, as the address says. */
export type TableQuery = {
  q: string;
  states: DraftState[];
  park: string | null;
  errors: boolean;
  /** Something is due within so many days. */
  expiring: number | null;
  sort: StaffSort;
  /** Code of the row one stands on. */
  parcel: string | null;
};

export function readTableQuery(search: string): TableQuery {
  const query = new URLSearchParams(search);
  const expiring = Number(query.get('expiring') ?? '');
  const states = (query.get('state') ?? '').split(',');
  return {
    q: (query.get('q') ?? '').trim().slice(0, 100),
    states: draftStates.filter((state) => states.includes(state)),
    park: query.get('park'),
    errors: query.get('errors') === '1',
    expiring: Number.isInteger(expiring) && expiring >= 1 && expiring <= 365 ? expiring : null,
    sort: staffSorts.find((sort) => sort === query.get('sort')) ?? 'code',
    parcel: query.get('parcel'),
  };
}

/** The question to the server. */
export function questionOf({ q, states, park, errors, expiring, sort }: TableQuery): URLSearchParams {
  const query = new URLSearchParams();
  if (q !== '') query.set('q', q);
  if (states.length > 0) query.set('state', states.join(','));
  if (park !== null) query.set('park', park);
  if (errors) query.set('errors', '1');
  if (expiring !== null) query.set('expiring', String(expiring));
  if (sort !== 'code') query.set('sort', sort);
  return query;
}

export function tableSearch(query: TableQuery): string {
  const written = questionOf(query);
  if (query.parcel !== null) written.set('parcel', query.parcel);
  return written.size === 0 ? '' : `?${written}`;
}
