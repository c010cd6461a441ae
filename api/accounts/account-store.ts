import type { Sql, Tx } from '../db/database.ts';
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

/**
 * Holds the account until the transaction ends, so that no session begins beside a new password, a lock, another role or a
 * new second factor. False where what was verified stands no more.
 */
export async function holdVerified(tx: Tx, verified: SignInAccount): Promise<boolean> {
  const { id, role, passwordHash, isLocked, totpSecret, hasSecondFactor } = verified;
  const held = await tx`
    select from account
    where id = ${id} and role = ${role} and password_hash is not distinct from ${passwordHash}
      and (locked_at is not null) = ${isLocked} and totp_secret is not distinct from ${totpSecret}
      and (totp_confirmed_at is not null) = ${hasSecondFactor}
    for no key update`;
  return held.length === 1;
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

export type Registrant = { email: string; name: string; locale: 'zh-CN' | 'en'; at: Date };

/** Whether an address is new here, waits for its owner's first password, or is in use. Null: locked, nobody is told. */
export type Registered = { id: number; role: Role; hasPassword: boolean; locale: 'zh-CN' | 'en' } | null;

/** An investor's account without a password; an address that is known keeps what it has. */
export async function insertInvestor(tx: Tx, { email, name, locale, at }: Registrant): Promise<Registered> {
  await tx`
    insert into account (email, name, role, locale, created_at)
    values (${email}, ${name}, 'investor', ${locale}, ${at})
    on conflict (email) do nothing`;
  return findRegistered(tx, email);
}

export async function findRegistered(sql: Sql, email: string): Promise<Registered> {
  const [row] = await sql<NonNullable<Registered>[]>`
    select id, role, password_hash is not null as "hasPassword", locale
    from account where email = ${email} and locked_at is null`;
  return row ?? null;
}

export type NewPassword = { accountId: number; passwordHash: string; at: Date };

/** Every link that lies about in old letters is spent by that: whoever holds one must not set another password. */
export async function writePassword(tx: Tx, { accountId, passwordHash, at }: NewPassword): Promise<void> {
  await tx`update account set password_hash = ${passwordHash} where id = ${accountId}`;
  await tx`update account_token set used_at = ${at} where account_id = ${accountId} and used_at is null`;
}

/** The owner of the account has read a letter to its address. */
export async function noteVerified(tx: Tx, accountId: number, at: Date): Promise<void> {
  await tx`update account set email_verified_at = coalesce(email_verified_at, ${at}) where id = ${accountId}`;
}

export type ProfileChanges = { name?: string | undefined; locale?: 'zh-CN' | 'en' | undefined };

export async function writeProfile(
  tx: Tx,
  accountId: number,
  { name, locale }: ProfileChanges,
): Promise<void> {
  await tx`
    update account set name = coalesce(${name ?? null}, name), locale = coalesce(${locale ?? null}, locale)
    where id = ${accountId}`;
}
