import type { Sql } from '../db/database.ts';
import type { Competence, Role } from './terms.ts';

/** What signing in looks at. */
export type SignInAccount = {
  id: number;
  email: string;
  role: Role;
  passwordHash: string | null;
  isLocked: boolean;
  /** Sealed; only once it is confirmed does it guard the account. */
  totpSecret: Buffer | null;
  hasSecondFactor: boolean;
};

const signInColumns = (sql: Sql) => sql`
  id, email, role, password_hash as "passwordHash", locked_at is not null as "isLocked",
  totp_secret as "totpSecret",
  totp_confirmed_at is not null as "hasSecondFactor"`;

export async function findSignInAccount(sql: Sql, email: string): Promise<SignInAccount | null> {
  const [row] = await sql<SignInAccount[]>`select ${signInColumns(sql)} from account where email = ${email}`;
  return row ?? null;
}

export async function readSignInAccount(sql: Sql, id: number): Promise<SignInAccount | null> {
  const [row] = await sql<SignInAccount[]>`select ${signInColumns(sql)} from account where id = ${id}`;
  return row ?? null;
}

export type OwnAccount = {
  email: string;
  name: string;
  role: Role;
  locale: 'zh-CN' | 'en';
  department: string | null;
  departmentZh: string | null;
  departmentEn: string | null;
  competences: Competence[];
  hasPassword: boolean;
  hasSecondFactor: boolean;
  demo: boolean;
};

export async function readOwnAccount(sql: Sql, id: number): Promise<OwnAccount | null> {
  const [row] = await sql<OwnAccount[]>`
    select a.email, a.name, a.role, a.locale, a.department_code as department, d.name_zh as "departmentZh",
      d.name_en as "departmentEn", a.competences, a.password_hash is not null as "hasPassword",
      a.totp_confirmed_at is not null as "hasSecondFactor", a.demo
    from account a left join department d on d.code = a.department_code
    where a.id = ${id}`;
  return row ?? null;
}
