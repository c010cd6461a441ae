import type { Sql } from './database.ts';

/** `= any(…)` over hashes and keyed indexes: the driver has no array of bytes, so they go as hexadecimal digits. */
export function anyOf(sql: Sql, values: readonly Uint8Array[]) {
  const digits = values.map((value) => Buffer.from(value).toString('hex'));
  return sql`any(array(select decode(digits, 'hex') from unnest(${digits}::text[]) as digits))`;
}
