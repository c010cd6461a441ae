import type { City } from '../city/pack.ts';
import type { Sql } from '../db/database.ts';
import { dialledAt, mailboxOf } from './delegation-rules.ts';

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

/**
 * Which address of somebody is the office's own, however it is written: the mailbox of an account of staff; a telephone of a
 * duty officer, a department or the hotline. Null: neither.
 */
export async function findStaffAddress(
  sql: Sql,
  { pack }: City,
  { email, phone }: { email: string; phone?: string | null | undefined },
): Promise<'email' | 'phone' | null> {
  const [account] = await sql`
    select from account
    where regexp_replace(email, '^([^+@]+)[+][^@]*@', '\\1@') = ${mailboxOf(email)} and role <> 'investor' limit 1`;
  if (account !== undefined) return 'email';
  const dialled = dialledAt(phone);
  if (dialled === null) return null;
  const officers = await sql<{ phone: string }[]>`select phone from duty_officer limit 10000`;
  const own = [...officers, ...pack.departments, pack.hotline];
  return own.some((one) => dialledAt(one.phone) === dialled) ? 'phone' : null;
}

export async function readAccountEmail(sql: Sql, accountId: number): Promise<string | null> {
  const [row] = await sql<{ email: string }[]>`select email from account where id = ${accountId}`;
  return row?.email ?? null;
}
