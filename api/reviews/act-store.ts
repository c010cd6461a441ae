import type { Sql } from '../db/database.ts';
import type { HistoryEntry, Person } from '../drafts/schema.ts';

export type ParcelAct = { kind: HistoryEntry['kind']; at: Date; by: Person | null; why: string | null };

/** Requests to withdraw, withdrawals, recalls and their reviews, in no order. */
export function listActs(sql: Sql, parcelId: number): Promise<ParcelAct[]> {
  const person = sql`case when a.id is not null then json_build_object('accountId', a.id, 'name', a.name) end as by`;
  return sql<ParcelAct[]>`
    select kind, at, by::jsonb as by, why from (
      select 'withdrawal-requested' as kind, w.requested_at as at, ${person}, w.reason as why
      from withdrawal_request w join account a on a.id = w.requested_by
      where w.parcel_id = ${parcelId}
      union all
      select case when w.outcome = 'refused' then 'withdrawal-refused' else 'withdrawn' end, w.decided_at, ${person},
        case when w.requested_by is null then w.reason end
      from withdrawal_request w join account a on a.id = w.decided_by
      where w.parcel_id = ${parcelId}
      union all
      select 'recalled', r.recalled_at, ${person}, r.cause || ': ' || r.reason
      from recall r join account a on a.id = r.recalled_by
      where r.parcel_id = ${parcelId}
      union all
      select case when r.outcome = 'lifted' then 'recall-lifted' else 'recall-confirmed' end, r.reviewed_at, ${person},
        r.review_note
      from recall r join account a on a.id = r.reviewed_by
      where r.parcel_id = ${parcelId}
    ) acts
    order by at desc
    limit 200`;
}
