import type { CityPack } from '../city/schema.ts';
import type { Sql } from '../db/database.ts';
import type { NamedDepartment } from './department-rules.ts';
import { readDepartmentNames } from './department-store.ts';

export type AnsweringDepartment = NamedDepartment & { phone: string | null };

/** A department by its own name, and the telephone of who is first on its duty list. */
export async function readAnsweringDepartment(
  sql: Sql,
  code: string,
  pack: CityPack,
): Promise<AnsweringDepartment> {
  const named = (await readDepartmentNames(sql, pack, code)).find((department) => department.code === code);
  if (named === undefined) throw new Error('a case has a department');
  const [first] = await sql<{ phone: string }[]>`
    select phone from duty_officer where department_code = ${code} order by position limit 1`;
  return { ...named, phone: first?.phone ?? null };
}

const mostColleagues = 20;

/** E-mail addresses of who is told: the officer who can sign in, else the department, else the city's own. */
export async function readColleagues(
  sql: Sql,
  { department, officerId }: { department: string; officerId: number | null },
  city: string,
): Promise<string[]> {
  if (officerId !== null) {
    const [officer] = await sql<{ email: string }[]>`
      select email from account
      where id = ${officerId} and locked_at is null and department_code in (${department}, ${city})`;
    if (officer !== undefined) return [officer.email];
  }
  for (const code of [department, city]) {
    const rows = await sql<{ email: string }[]>`
      select email from account
      where department_code = ${code} and role = 'publisher' and locked_at is null
      order by id limit ${mostColleagues}`;
    if (rows.length > 0) return rows.map(({ email }) => email);
  }
  return [];
}

/** Number of a case, and who has it. */
export async function readHolder(
  sql: Sql,
  enquiryId: number,
): Promise<{ number: string; department: string; officerId: number | null }> {
  const [row] = await sql<{ number: string; department: string; officerId: number | null }[]>`
    select e.number, s.department_code as department, s.officer_id::int as "officerId"
    from enquiry e join enquiry_standing s on s.enquiry_id = e.id where e.id = ${enquiryId}`;
  if (row === undefined) throw new Error('a letter is about a case');
  return row;
}

export async function readDepartment(sql: Sql, code: string): Promise<{ duty: string } | null> {
  const [row] = await sql<{ duty: string }[]>`select duty from department where code = ${code}`;
  return row ?? null;
}

export type Colleague = { name: string; role: string; department: string | null; isLocked: boolean };

/** Null when there is no such account. */
export async function readColleague(sql: Sql, accountId: number): Promise<Colleague | null> {
  const [row] = await sql<Colleague[]>`
    select name, role, department_code as department, locked_at is not null as "isLocked"
    from account where id = ${accountId}`;
  return row ?? null;
}
