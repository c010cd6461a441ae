import type { Sql } from '../db/database.ts';
import type { Officer } from './schema.ts';

/** Who may have a case: publishers of departments of promotion, those on duty first and in their order. */
export async function listOfficers(
  sql: Sql,
  { accountId, day }: { accountId: number; day: string },
): Promise<Officer[]> {
  return await sql<Officer[]>`
    select a.id::int as id, a.name, a.department_code as department, d.name_zh as "departmentName",
      d.name_en as "departmentNameEn", a.id = ${accountId} as "isYou",
      o.position::int as duty, h.account_id is not null as "isHead", exists (
        select from officer_absence b
        where b.account_id = a.id and ${day}::date between b.first_day and b.last_day
      ) as "isAway"
    from account a
    join department d on d.code = a.department_code and d.duty = 'promotion'
    left join lateral (
      select min(position) as position from duty_officer
      where account_id = a.id and department_code = a.department_code
    ) o on true
    left join department_head h on h.account_id = a.id and h.department_code = a.department_code
    where a.role = 'publisher' and a.locked_at is null
    order by a.department_code, o.position nulls last, a.name, a.id
    limit 1000`;
}
