import type { Sql } from '../db/database.ts';
import type { Holder, TimedCase } from './response-rules.ts';
import { readResumed, resumedOf, type ResumedRow } from './resumed-store.ts';
import type { SpamReason } from './terms.ts';

type Row = Omit<TimedCase, 'holders' | 'marked' | 'resumed'> & {
  resumed: ResumedRow;
  holders: { department: string; from: string }[];
  markedAt: Date | null;
  reason: SpamReason | null;
};

/** Every case whose clock began since then, spam and withdrawn ones included, in order of their numbers' being given. */
export async function readTimedCases(sql: Sql, since: Date): Promise<TimedCase[]> {
  const rows = await sql<Row[]>`
    select e.number, e.channel, (
        select v.park_code from enquiry_parcel q
        join parcel p on p.code = q.code
        join parcel_version v on v.parcel_id = p.id and v.version = q.version
        where q.enquiry_id = e.id and q.position = 0
      ) as park,
      e.clock_from as "clockFrom", ${resumedOf(sql)} as resumed, s.first_answer_at as "firstAnswerAt", s.state, s.ended_at as "endedAt",
      mark.at as "markedAt", mark.detail as reason, coalesce((
        select jsonb_agg(jsonb_build_object('department', v.department_code, 'from', v.at) order by v.seq)
        from enquiry_event v
        where v.enquiry_id = e.id and v.department_code is not null and not exists (
          select from enquiry_event a where a.enquiry_id = e.id and a.kind = 'answered' and a.seq < v.seq
        )
      ), '[]') as holders
    from enquiry e
    join enquiry_standing s on s.enquiry_id = e.id
    left join lateral (
      select v.at, v.detail from enquiry_event v
      where s.state = 'spam' and v.enquiry_id = e.id and v.kind = 'spam' order by v.seq desc limit 1
    ) mark on true
    where e.clock_from >= ${since}
    order by e.id`;
  return rows.map(({ holders, resumed, markedAt, reason, ...row }) => ({
    ...row,
    holders: departmentsOf(holders),
    resumed: readResumed(resumed),
    marked: markedAt === null || reason === null ? null : { at: markedAt, reason },
  }));
}

/** Within a department a case may go from one to another: that is nobody else's. */
function departmentsOf(holders: Row['holders']): Holder[] {
  return holders
    .filter(({ department }, index) => holders[index - 1]?.department !== department)
    .map(({ department, from }) => ({ department, from: new Date(from) }));
}

/** Changes whenever anything happened to any case. */
export async function readEventMark(sql: Sql): Promise<string> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from enquiry_event`;
  return String(row?.count ?? 0);
}

export async function readDemonstrationMark(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ demo: boolean }[]>`select exists (select from enquiry where demo) as demo`;
  return row?.demo ?? false;
}
