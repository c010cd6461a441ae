import type { Tx } from '../db/database.ts';

/** One number for all portals on one database, so that two of them do not tell the same. */
const alarmLock = 7_401_613;

/** Whether letters of this cause were written within seven days; held until the transaction ends. */
export async function wasToldThisWeek(tx: Tx, cause: string): Promise<boolean> {
  await tx`select pg_advisory_xact_lock(${alarmLock})`;
  const [told] = await tx<{ told: boolean }[]>`
    select exists(
      select from letter where cause = ${cause} and written_at > now() - interval '7 days'
    ) as told`;
  return told?.told ?? false;
}

/** The addresses of administrators who can sign in; nobody reads the demonstration's. */
export async function listAdministrators(tx: Tx): Promise<string[]> {
  const rows = await tx<{ email: string }[]>`
    select email from account where role = 'admin' and locked_at is null and not demo order by id`;
  return rows.map(({ email }) => email);
}
