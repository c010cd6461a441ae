import type { Sql, Tx } from '../db/database.ts';
import type { AccountQuery } from './schema.ts';
import type { Competence, Duty, Role } from './terms.ts';

export type NewAccount = {
  email: string;
  name: string;
  role: Role;
  department: string | null;
  competences: readonly Competence[];
  locale: 'zh-CN' | 'en';
  demo: boolean;
  at: Date;
};

/** The new account's id; null where the address has one already. */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<number | null> {
  const { email, name, role, department, competences, locale, demo, at } = account;
  const [row] = await tx<{ id: number }[]>`
    insert into account (email, name, role, department_code, competences, locale, demo, created_at)
    values (${email}, ${name}, ${role}, ${department}, ${[...competences]}, ${locale}, ${demo}, ${at})
    on conflict (email) do nothing
    returning id`;
  return row?.id ?? null;
}

export type Person = {
  id: number;
  email: string;
  name: string;
  role: Role;
  department: string | null;
  competences: Competence[];
  isLocked: boolean;
  hasPassword: boolean;
  hasSecondFactor: boolean;
  demo: boolean;
  createdAt: Date;
  lastSeenAt: Date | null;
};

const personColumns = (sql: Sql) => sql`
  a.id, a.email, a.name, a.role, a.department_code as department, a.competences,
  a.locked_at is not null as "isLocked", a.password_hash is not null as "hasPassword",
  a.totp_confirmed_at is not null as "hasSecondFactor", a.demo, a.created_at as "createdAt",
  (select max(s.last_seen_at) from session s where s.account_id = a.id) as "lastSeenAt"`;

/**
 * One page of people by id, one row more than `limit` where there is a next page. An investor is found by the whole address
 * only: the administration does not leaf through strangers.
 */
export async function listPeople(sql: Sql, query: AccountQuery): Promise<Person[]> {
  const { q, role, department, limit, after } = query;
  const like = q === undefined ? null : `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<Person[]>`
    select ${personColumns(sql)}
    from account a
    where a.id > ${after ?? 0}
      ${role === undefined ? sql`` : sql`and a.role = ${role}`}
      ${department === undefined ? sql`` : sql`and a.department_code = ${department}`}
      ${
        q === undefined
          ? sql``
          : sql`and (a.email = ${q.toLowerCase()} or a.role <> 'investor' and (a.email ilike ${like} or a.name ilike ${like}))`
      }
    order by a.id
    limit ${limit + 1}`;
}

export async function readPerson(sql: Sql, id: number): Promise<Person | null> {
  const [row] = await sql<Person[]>`select ${personColumns(sql)} from account a where a.id = ${id}`;
  return row ?? null;
}

export async function findPerson(sql: Sql, email: string): Promise<Person | null> {
  const [row] = await sql<Person[]>`select ${personColumns(sql)} from account a where a.email = ${email}`;
  return row ?? null;
}

/** Holds an account's row until the transaction ends: two administrators do not write over one another. */
export async function holdPerson(tx: Tx, id: number): Promise<Person | null> {
  await tx`select from account where id = ${id} for update`;
  return readPerson(tx, id);
}

export type PersonState = Pick<Person, 'name' | 'role' | 'department' | 'competences'>;

export async function writePerson(tx: Tx, id: number, state: PersonState): Promise<void> {
  await tx`
    update account set name = ${state.name}, role = ${state.role}, department_code = ${state.department},
      competences = ${state.competences}
    where id = ${id}`;
}

/** Locked: signed in nowhere, and no link works. */
export async function writeLock(tx: Tx, id: number, lockedAt: Date | null): Promise<void> {
  await tx`update account set locked_at = ${lockedAt} where id = ${id}`;
}

export async function readDepartmentDuty(
  sql: Sql,
  code: string,
): Promise<{ code: string; duty: Duty } | null> {
  const [row] = await sql<
    { code: string; duty: Duty }[]
  >`select code, duty from department where code = ${code}`;
  return row ?? null;
}
