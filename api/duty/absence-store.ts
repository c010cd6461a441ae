import type { Sql, Tx } from '../db/database.ts';
import type { Absence, NewAbsence } from './schema.ts';

/** Absences that are not over, of one department or (null) of all. */
export async function listAbsences(
  sql: Sql,
  { department, day }: { department: string | null; day: string },
): Promise<Absence[]> {
  return await sql<Absence[]>`
    select b.id::int as id, b.account_id::int as "accountId", a.name, a.department_code as department,
      b.first_day::text as "firstDay", b.last_day::text as "lastDay"
    from officer_absence b join account a on a.id = b.account_id
    where b.last_day >= ${day}::date and (${department}::text is null or a.department_code = ${department})
    order by b.first_day, b.id
    limit 1000`;
}

/** An absence of that officer that shares a day with this one; null when none does. Others wait until the transaction ends. */
export async function findOverlap(
  tx: Tx,
  { accountId, firstDay, lastDay }: NewAbsence,
): Promise<{ firstDay: string; lastDay: string } | null> {
  await tx`select from account where id = ${accountId} for no key update`;
  const [row] = await tx<{ firstDay: string; lastDay: string }[]>`
    select first_day::text as "firstDay", last_day::text as "lastDay" from officer_absence
    where account_id = ${accountId} and first_day <= ${lastDay}::date and last_day >= ${firstDay}::date
    order by first_day, id limit 1`;
  return row ?? null;
}

export async function insertAbsence(
  tx: Tx,
  { accountId, firstDay, lastDay }: NewAbsence,
  { by, at }: { by: number; at: Date },
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into officer_absence (account_id, first_day, last_day, entered_by, entered_at)
    values (${accountId}, ${firstDay}, ${lastDay}, ${by}, ${at})
    returning id::int as id`;
  if (row === undefined) throw new Error('the absence was just written');
  return row.id;
}

/** The absence that was taken out; null when there is none of the department. */
export async function deleteAbsence(
  tx: Tx,
  { id, department }: { id: number; department: string | null },
): Promise<{ accountId: number } | null> {
  const [row] = await tx<{ accountId: number }[]>`
    delete from officer_absence b using account a
    where b.id = ${id} and a.id = b.account_id
      and (${department}::text is null or a.department_code = ${department})
    returning b.account_id::int as "accountId"`;
  return row ?? null;
}

/** Whether somebody answers enquiries, and for which department. */
export async function findOfficer(sql: Sql, accountId: number): Promise<{ department: string } | null> {
  const [row] = await sql<{ department: string }[]>`
    select department_code as department from account
    where id = ${accountId} and role = 'publisher' and department_code is not null`;
  return row ?? null;
}
