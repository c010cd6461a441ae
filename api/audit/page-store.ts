import type { Sql } from '../db/database.ts';
import type { AuditQuery } from './schema.ts';

export type LoggedAct = {
  seq: number;
  at: Date;
  accountId: number | null;
  role: string;
  action: string;
  subject: string;
  details: Record<string, unknown>;
  hash: string;
};

/** Rows of the log, the newest first; one more than a page when there are more. */
export async function readPage(sql: Sql, query: AuditQuery): Promise<LoggedAct[]> {
  const { subject, action, account, day, cursor, limit } = query;
  return await sql<LoggedAct[]>`
    select seq, at, account_id as "accountId", role, action, subject, details, encode(hash, 'hex') as hash
    from audit_entry
    where true
      ${subject === undefined ? sql`` : sql`and subject = ${subject}`}
      ${action === undefined ? sql`` : sql`and (action = ${action} or action like ${`${action}.%`})`}
      ${account === undefined ? sql`` : sql`and account_id = ${account}`}
      ${day === undefined ? sql`` : sql`and at >= (${day}::date)::timestamp at time zone 'Asia/Shanghai'`}
      ${day === undefined ? sql`` : sql`and at < (${day}::date + 1)::timestamp at time zone 'Asia/Shanghai'`}
      ${cursor === undefined ? sql`` : sql`and seq < ${cursor}`}
    order by seq desc
    limit ${limit + 1}`;
}
