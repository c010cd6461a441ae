import { z } from 'zod';
import type { Actor } from '../accounts/actor.ts';
import { shanghaiDay, shanghaiTime } from '../calendar/rules.ts';
import { ParcelStatus, type CityPack } from '../city/schema.ts';
import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { StaffSort, type StaffParcels, type StaffParcelsQuery } from './schema.ts';
import { scopeOf } from './scope-rules.ts';
import { readTableRows } from './table-row-store.ts';
import { readTablePage, type TableKey } from './table-store.ts';
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

const Cursor = z.tuple([StaffSort, z.string().max(60).nullable(), z.string().min(1).max(64)]);

function writeCursor(sort: StaffSort, { key, code }: TableKey): string {
  return Buffer.from(JSON.stringify([sort, key, code])).toString('base64url');
}

/** @throws AppError `invalid-parameters` when the cursor is not ours or belongs to another order. */
function readCursor(text: string, sort: StaffSort): TableKey {
  const parsed = Cursor.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')));
  if (!parsed.success || parsed.data[0] !== sort || !isKeyOf(sort, parsed.data[1])) {
    const message = 'not a cursor of this query; begin again without it';
    throw new AppError('invalid-parameters', { errors: [{ path: 'cursor', message }] });
  }
  const [, key, code] = parsed.data;
  return { key, code };
}

function isKeyOf(sort: StaffSort, key: string | null): boolean {
  if (key === null) return false;
  if (sort.endsWith('area')) return /^-?\d{1,14}(\.\d{1,4})?$/.test(key);
  // As the database writes an instant.
  return (
    !sort.endsWith('updated') || /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(key)
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
