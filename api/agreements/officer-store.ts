import { normalEmail } from '../accounts/rules.ts';
import type { Sql } from '../db/database.ts';

/** 联系人: whom a signer can ask, as the duty list of the department names him. */
export type AskedOfficer = { name: string; nameEn: string; phone: string };

/** Who prepared the agreement where he is on the list of his department, else who is first there; null for an empty list. */
export async function readAskedOfficer(
  sql: Sql,
  { department, createdBy }: { department: string; createdBy: number },
): Promise<AskedOfficer | null> {
  const [officer] = await sql<AskedOfficer[]>`
    select name_zh as name, name_en as "nameEn", phone from duty_officer
    where department_code = ${department}
    order by account_id is not distinct from ${createdBy} desc, position limit 1`;
  return officer ?? null;
}

/** Which of some addresses is that of somebody of staff; null where none is. */
export async function findStaffAddress(sql: Sql, emails: readonly string[]): Promise<string | null> {
  const wanted = emails.map((email) => normalEmail(email));
  const [row] = await sql<{ email: string }[]>`
    select email from account where email = any(${wanted}) and role <> 'investor' order by email limit 1`;
  return emails.find((email) => normalEmail(email) === row?.email) ?? null;
}

export async function readAccountEmail(sql: Sql, accountId: number): Promise<string | null> {
  const [row] = await sql<{ email: string }[]>`select email from account where id = ${accountId}`;
  return row?.email ?? null;
}
