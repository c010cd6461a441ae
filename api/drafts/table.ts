import type { Actor } from '../accounts/actor.ts';
import { shanghaiDay, shanghaiTime } from '../calendar/rules.ts';
import { ParcelStatus, type CityPack } from '../city/schema.ts';
import type { Sql } from '../db/database.ts';
import type { StaffParcels, StaffParcelsQuery } from './schema.ts';
import { scopeOf } from './scope-rules.ts';
import { readCursor, writeCursor } from './table-cursor.ts';
import { readTableRows } from './table-row-store.ts';
import { readTablePage } from './table-store.ts';
import { draftStates } from './terms.ts';

/** The parcels staff work on: a publisher's own department's, a reviewer's all. */
export async function readTable(
  sql: Sql,
  query: StaffParcelsQuery,
  { actor, pack, at }: { actor: Actor; pack: CityPack; at: Date },
): Promise<StaffParcels> {
  const scope = { departmentCode: scopeOf(actor), at, today: shanghaiDay(at) };
  const after = query.cursor === undefined ? null : readCursor(query.cursor, query.sort);
  const { rows, states, ...totals } = await readTablePage(sql, { query, after }, scope);
  const listed = rows.slice(0, query.limit);
  const details = new Map(
    (await readTableRows(sql, listed, pack.theme.indicator)).map((row) => [row.code, row]),
  );
  const last = rows.length > query.limit ? listed.at(-1) : undefined;
  return {
    ...totals,
    states: Object.fromEntries(
      draftStates.map((state) => [state, states[state] ?? 0]),
    ) as StaffParcels['states'],
    items: listed.flatMap(({ code, state, status }) => {
      const row = details.get(code);
      if (row === undefined) return [];
      const { updated, bounds, ...shown } = row;
      return [
        {
          ...shown,
          state,
          status: status === null ? null : ParcelStatus.parse(status),
          updatedAt: shanghaiTime(updated),
          bbox: bounds,
        },
      ];
    }),
    next: last ? writeCursor(query.sort, { key: last.sortKey, code: last.code }) : null,
  };
}
