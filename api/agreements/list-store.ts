import type { SecretBox } from '../accounts/secret-box.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import { anyOf } from '../db/any-of.ts';
import type { Sql } from '../db/database.ts';
import type { AgreementRow } from './agreement-schema.ts';
import { recallsSince } from './recalled-store.ts';
import { wasShown } from './shown-store.ts';
import { emailKey } from './signer-store.ts';
import type { AgreementState } from './terms.ts';

/** Whose agreements: of a department, of all (null), or those that name an e-mail address and were shown to it. */
export type Whose = { department: string | null } | { email: string };
export type ListQuery = { state: AgreementState | null; before: number | null; limit: number };
type ListedRow = Omit<AgreementRow, 'deadline' | 'createdAt'> & {
  id: number;
  deadline: Date;
  createdAt: Date;
};

/** 协议, the newest first; `before` is the id where the page before ended. */
export async function listAgreements(
  sql: Sql,
  secrets: SecretBox,
  { whose, state, before, limit }: ListQuery & { whose: Whose },
): Promise<{ id: number; row: AgreementRow }[]> {
  const isTheirs =
    'email' in whose
      ? sql`s.email_index = ${anyOf(sql, secrets.indexes(emailKey(whose.email)))}`
      : sql`false`;
  const theirs =
    'email' in whose
      ? sql`${wasShown(sql)} and exists (
          select from agreement_signer s where s.agreement_id = a.id and ${isTheirs})`
      : sql`(${whose.department}::text is null or a.department_code = ${whose.department})`;
  const own =
    'email' in whose
      ? sql`coalesce((
          select jsonb_agg(jsonb_build_object('role', s.role, 'state', s.state) order by s.position)
          from agreement_signer s where s.agreement_id = a.id and ${isTheirs}), '[]')`
      : sql`'[]'::jsonb`;
  const rows = await sql<ListedRow[]>`
    select a.id::int as id, a.number, a.content ->> 'title' as title, a.state as status, a.exclusive, p.name as project,
      p.company, a.deadline, a.created_at as "createdAt",
      coalesce((
        select array_agg(parcel.code order by ap.position)
        from agreement_parcel ap join parcel on parcel.id = ap.parcel_id where ap.agreement_id = a.id
      ), '{}') as "parcelCodes",
      coalesce((
        select array_agg(parcel.code order by ap.position)
        from agreement_parcel ap join parcel on parcel.id = ap.parcel_id
        where ap.agreement_id = a.id and exists (select from ${recallsSince(sql)})
      ), '{}') as "recalledParcels",
      ${own} as own,
      (select count(*)::int from agreement_signer s
        where s.agreement_id = a.id and s.role = 'signer' and s.state = 'signed') as signed,
      (select count(*)::int from agreement_signer s where s.agreement_id = a.id and s.role = 'signer') as signers
    from agreement a join project p on p.id = a.project_id
    where a.rehearsal_event_id is null and ${theirs} and (${state}::text is null or a.state = ${state}) and (${before}::bigint is null or a.id < ${before})
    order by a.id desc limit ${limit}`;
  return rows.map(({ id, deadline, createdAt, ...row }) => ({
    id,
    row: { ...row, deadline: shanghaiTime(deadline), createdAt: shanghaiTime(createdAt) },
  }));
}
