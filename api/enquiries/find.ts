import type { Sql } from '../db/database.ts';

/** The id of a department's case with a number, for what comes of it; null for another's and for a number never given. */
export async function enquiryIdOf(sql: Sql, number: string, department: string): Promise<number | null> {
  const [row] = await sql<{ id: number }[]>`
    select e.id::int as id from enquiry e join enquiry_standing s on s.enquiry_id = e.id
    where e.number = ${number} and s.department_code = ${department}`;
  return row?.id ?? null;
}
