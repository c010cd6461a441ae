import { z } from 'zod';
import { AppError } from '../errors.ts';
import { StaffSort } from './schema.ts';
import type { TableKey } from './table-store.ts';

/** PostgreSQL keeps no U+0000 in text. */
const Text = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\0]*$/);

/** What a cursor holds: the order it belongs to and the last parcel of the page before. */
const Cursor = z.tuple([StaffSort, Text, Text]);

export function writeCursor(sort: StaffSort, { key, code }: TableKey): string {
  return Buffer.from(JSON.stringify([sort, key, code])).toString('base64url');
}

/** @throws AppError `invalid-parameters` (400) when the cursor is not ours or belongs to another order. */
export function readCursor(text: string, sort: StaffSort): TableKey {
  const parsed = Cursor.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')));
  if (!parsed.success || parsed.data[0] !== sort || !isKeyOf(sort, parsed.data[1])) {
    const message = 'not a cursor of this query; begin again without it';
    throw new AppError('invalid-parameters', { errors: [{ path: 'cursor', message }] });
  }
  const [, key, code] = parsed.data;
  return { key, code };
}

/** Areas and instants are numbers, the rest is text. */
function isKeyOf(sort: StaffSort, key: string): boolean {
  return sort.endsWith('code') || /^-?\d{1,17}(\.\d{1,4})?$/.test(key);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
