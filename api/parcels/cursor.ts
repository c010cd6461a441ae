import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Placed } from './order-rules.ts';
import { ParcelSort } from './query-schema.ts';

/** What a cursor holds: the order it belongs to and the last parcel of the page before. */
const Cursor = z.tuple([
  ParcelSort,
  z.number().nullable(),
  z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^\0]*$/),
]);

/** A cursor as it stands in a URL: opaque to clients, nothing secret in it. */
export function writeCursor(sort: ParcelSort, { sortKey, code }: Placed): string {
  return Buffer.from(JSON.stringify([sort, sortKey, code])).toString('base64url');
}

/** @throws AppError `invalid-parameters` when the cursor is not ours or belongs to another order. */
export function readCursor(text: string, sort: ParcelSort): Placed {
  const parsed = Cursor.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')));
  if (!parsed.success || parsed.data[0] !== sort) {
    const message = 'not a cursor of this query; begin again without it';
    throw new AppError('invalid-parameters', {
      detail: `cursor: ${message}`,
      errors: [{ path: 'cursor', message }],
    });
  }
  const [, sortKey, code] = parsed.data;
  return { sortKey, code };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
