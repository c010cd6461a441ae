import type { Sql } from '../db/database.ts';

/**
 * 代管: what the city's own department may do in another's place, so that no case is out of everybody's reach: where nobody of
 * that department can sign in, where nobody answered what was asked until the head was told, and what one of its own people has taken.
 * A condition on `s`, the standing of a case.
 */
export function cityStandsIn(sql: Sql, city: string) {
  return sql`(
    not exists (
      select from account c
      where c.department_code = s.department_code and c.role = 'publisher' and c.locked_at is null
    )
    or s.waiting_since is not null and exists (
      select from enquiry_event v
      where v.enquiry_id = s.enquiry_id and v.kind = 'escalated' and v.at >= s.waiting_since
    )
    or exists (select from account c where c.id = s.officer_id and c.department_code = ${city})
  )`;
}
