import type { Sql } from '../db/database.ts';
import type { TimedCase } from './response-rules.ts';

/** Every case whose clock began since then, spam and withdrawn ones included, in order of their numbers' being given. */
export async function readTimedCases(sql: Sql, since: Date): Promise<TimedCase[]> {
  return await sql<TimedCase[]>`
    select e.number, s.department_code as department, (
        select v.park_code from enquiry_parcel q
        join parcel p on p.code = q.code
        join parcel_version v on v.parcel_id = p.id and v.version = q.version
        where q.enquiry_id = e.id and q.position = 0
      ) as park,
      e.clock_from as "clockFrom", s.first_answer_at as "firstAnswerAt", s.state, s.ended_at as "endedAt"
    from enquiry e join enquiry_standing s on s.enquiry_id = e.id
    where e.clock_from >= ${since}
    order by e.id`;
}

/** Changes whenever anything happened to any case. */
export async function readEventMark(sql: Sql): Promise<string> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from enquiry_event`;
  return String(row?.count ?? 0);
}

export async function readDepartmentNames(
  sql: Sql,
): Promise<{ code: string; name: string; nameEn: string }[]> {
  return await sql<{ code: string; name: string; nameEn: string }[]>`
    select code, name_zh as name, name_en as "nameEn" from department where duty = 'promotion' order by code`;
}

export async function readDemonstrationMark(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ demo: boolean }[]>`select exists (select from enquiry where demo) as demo`;
  return row?.demo ?? false;
}
