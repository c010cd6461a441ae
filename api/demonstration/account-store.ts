import type { Sql, Tx } from '../db/database.ts';

/** Addresses of the demonstration's accounts that have a password. */
export async function listDemonstrationAccounts(sql: Sql): Promise<string[]> {
  const rows = await sql<
    { email: string }[]
  >`select email from account where demo and password_hash is not null`;
  return rows.map(({ email }) => email);
}

/** Promotion departments, those with the most parcels first; without the city's own, which has none. */
export async function publishingDepartments(sql: Sql, city: string): Promise<string[]> {
  const rows = await sql<{ code: string }[]>`
    select d.code
    from department d
    left join parcel_version v on v.department_code = d.code
    where d.duty = 'promotion' and d.code <> ${city}
    group by d.code
    order by count(distinct v.parcel_id) desc, d.code
    limit 2`;
  return rows.map(({ code }) => code);
}

export async function lockDemonstrationAccounts(tx: Tx, at: Date): Promise<void> {
  await tx`update account set locked_at = ${at} where demo and locked_at is null`;
  await tx`delete from session where account_id in (select id from account where demo)`;
}

/** 值班: the first officer of the department is this account, unless somebody set one. */
export async function putOnDuty(
  tx: Tx,
  { department, accountId }: { department: string; accountId: number },
): Promise<void> {
  await tx`
    update duty_officer set account_id = ${accountId}
    where department_code = ${department} and position = 1 and account_id is null`;
}

/** 处长: the head of the department is this account, unless somebody set one. */
export async function nameHead(
  tx: Tx,
  { department, accountId }: { department: string; accountId: number },
): Promise<void> {
  await tx`
    insert into department_head (department_code, account_id) values (${department}, ${accountId})
    on conflict (department_code) do nothing`;
}
