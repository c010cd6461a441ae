import type { Sql } from '../db/database.ts';

/** Of a report `s`: whether a confirmed correction took its place. */
export function isReplaced(sql: Sql) {
  return sql`exists (select from project_stage c where c.corrects = s.id and c.outcome = 'confirmed')`;
}

/** Of a report `s`: whether it counts, being confirmed, of a day, and not replaced. */
export function isCounted(sql: Sql) {
  return sql`s.outcome = 'confirmed' and s.on_day is not null and not ${isReplaced(sql)}`;
}
