import type { Sql } from '../db/database.ts';

/** Of agreement `a`: its draft was given to the other side, or it was sent. Before that nobody outside the office sees it. */
export function wasShown(sql: Sql) {
  return sql`(a.sent_at is not null or exists (
    select from agreement_event e where e.agreement_id = a.id and e.kind = 'share'))`;
}
