import type { Sql } from '../db/database.ts';
import type { Resumed } from './clock-rules.ts';

/** As they come out of the database, in order. */
export type ResumedRow = { withdrawn: string; asked: string }[];

/** How often the case `e` was withdrawn before any answer, and asked again. */
export function resumedOf(sql: Sql) {
  return sql`coalesce((
    select jsonb_agg(jsonb_build_object('withdrawn', w.at, 'asked', again.at) order by w.seq)
    from enquiry_event w
    join lateral (
      select v.seq, v.at from enquiry_event v
      where v.enquiry_id = w.enquiry_id and v.kind = 'asked' and v.seq > w.seq order by v.seq limit 1
    ) again on true
    where w.enquiry_id = e.id and w.kind = 'withdrawn' and not exists (
      select from enquiry_event a where a.enquiry_id = e.id and a.kind = 'answered' and a.seq < again.seq
    )
  ), '[]')`;
}

export function readResumed(rows: ResumedRow): Resumed[] {
  return rows.map(({ withdrawn, asked }) => ({
    withdrawnAt: new Date(withdrawn),
    askedAt: new Date(asked),
  }));
}
