import type { Sql } from '../db/database.ts';

/** 撤回: recalls `r` of parcel `ap` since agreement `a` was sent, but for those that were lifted. */
export function recallsSince(sql: Sql) {
  return sql`recall r where r.parcel_id = ap.parcel_id and r.outcome is distinct from 'lifted'
    and r.recalled_at >= coalesce(a.sent_at, a.created_at)`;
}

/** The codes of the parcels of an agreement whose public record was taken back since. */
export async function readRecalledCodes(sql: Sql, agreementId: number): Promise<string[]> {
  const rows = await sql<{ code: string }[]>`
    select p.code from agreement_parcel ap join parcel p on p.id = ap.parcel_id join agreement a on a.id = ap.agreement_id
    where a.id = ${agreementId} and exists (select from ${recallsSince(sql)}) order by ap.position limit 20`;
  return rows.map(({ code }) => code);
}
