import type { Sql, Tx } from '../db/database.ts';
import type { DutyOfficer, ManagedDepartment } from './schema.ts';
import type { Duty } from './terms.ts';

export async function listDepartments(sql: Sql, code: string | null = null): Promise<ManagedDepartment[]> {
  const rows = await sql<ManagedDepartment[]>`
    select d.code, d.name_zh as "nameZh", d.name_en as "nameEn", d.duty,
      array(select region_code from department_region r where r.department_code = d.code order by 1) as regions,
      coalesce((
        select jsonb_agg(jsonb_build_object('nameZh', o.name_zh, 'nameEn', o.name_en, 'phone', o.phone,
          'account', o.account_id) order by o.position)
        from duty_officer o where o.department_code = d.code), '[]') as officers,
      (select h.account_id::int from department_head h where h.department_code = d.code) as head,
      (select count(*)::int from account a where a.department_code = d.code) as people
    from department d
    where ${code}::text is null or d.code = ${code}
    order by d.code
    limit 1000`;
  return [...rows];
}

export async function insertDepartment(
  tx: Tx,
  department: { code: string; nameZh: string; nameEn: string; duty: Duty },
): Promise<boolean> {
  const { code, nameZh, nameEn, duty } = department;
  const written = await tx`
    insert into department (code, name_zh, name_en, duty) values (${code}, ${nameZh}, ${nameEn}, ${duty})
    on conflict do nothing
    returning code`;
  return written.length === 1;
}

/** Holds the row until the transaction ends. */
export async function holdDepartment(tx: Tx, code: string): Promise<ManagedDepartment | null> {
  await tx`select from department where code = ${code} for update`;
  const [department] = await listDepartments(tx, code);
  return department ?? null;
}

export async function writeDepartment(
  tx: Tx,
  { code, nameZh, nameEn, duty }: { code: string; nameZh: string; nameEn: string; duty: Duty },
): Promise<void> {
  await tx`update department set name_zh = ${nameZh}, name_en = ${nameEn}, duty = ${duty} where code = ${code}`;
}

export async function writeRegions(tx: Tx, code: string, regions: readonly string[]): Promise<void> {
  await tx`delete from department_region where department_code = ${code}`;
  const rows = regions.map((region) => ({ department_code: code, region_code: region }));
  if (rows.length > 0) await tx`insert into department_region ${tx(rows)}`;
}

/** In the order in which they are called. */
export async function writeOfficers(tx: Tx, code: string, officers: readonly DutyOfficer[]): Promise<void> {
  await tx`delete from duty_officer where department_code = ${code}`;
  const rows = officers.map(({ nameZh, nameEn, phone, account }, index) => ({
    department_code: code,
    position: index + 1,
    name_zh: nameZh,
    name_en: nameEn,
    phone,
    account_id: account,
  }));
  if (rows.length > 0) await tx`insert into duty_officer ${tx(rows)}`;
}

export async function writeHead(tx: Tx, code: string, accountId: number | null): Promise<void> {
  await tx`delete from department_head where department_code = ${code}`;
  if (accountId !== null)
    await tx`insert into department_head (department_code, account_id) values (${code}, ${accountId})`;
}

export async function unknownRegions(tx: Tx, regions: readonly string[]): Promise<string[]> {
  const known = await tx<{ code: string }[]>`select code from region where code = any(${[...regions]})`;
  const codes = new Set(known.map(({ code }) => code));
  return regions.filter((region) => !codes.has(region));
}

/** Accounts named as officers that do not belong to the department. */
export async function strangers(tx: Tx, code: string, accounts: readonly number[]): Promise<number[]> {
  const own = await tx<{ id: number }[]>`
    select id from account where department_code = ${code} and id = any(${[...accounts]}::bigint[])`;
  const ids = new Set(own.map(({ id }) => id));
  return accounts.filter((account) => !ids.has(account));
}
