import type { ParcelSort } from '../../../api/parcels/query-schema.ts';
import type { Address } from '../address.ts';
import type { TableColumn } from './table-columns.ts';

export type Direction = 'ascending' | 'descending' | 'none';

type Sorted = { sort: Address['sort']; themed: string | null };

/** How the rows are ordered by a column now; undefined for one that the server does not sort by. */
export function directionOf(
  column: Pick<TableColumn, 'key' | 'sort'>,
  { sort, themed }: Sorted,
): Direction | undefined {
  if (column.sort === null) return undefined;
  const meant = column.sort !== 'indicator' || column.key === themed;
  if (meant && sort === column.sort) return 'ascending';
  return meant && sort === `-${column.sort}` ? 'descending' : 'none';
}

/** A click on a head: ascending first, then descending, then by code again as without any sorting. */
export function nextSort(column: Pick<TableColumn, 'key' | 'sort'>, now: Direction): ParcelSort | null {
  if (column.sort === null || now === 'descending') return null;
  return now === 'ascending' ? `-${column.sort}` : column.sort;
}
