import type { Sql } from '../db/database.ts';
import { steps } from './remind-rules.ts';

export type Unanswered = {
  id: number;
  number: string;
  demo: boolean;
  /** Since when who asked waits for a word of ours. */
  waitsFrom: Date;
  /** The event of the later question that waits; null of the first words. */
  question: number | null;
  /** The public figures have their answer: what waits is a further question (追问). */
  isAnswered: boolean;
  department: string;
  officerId: number | null;
  taken: { kind: string; detail: string }[];
};

/** Cases with a question that nobody has answered yet and that some step is still left of; or the one of them with this id. */
export async function listUnanswered(sql: Sql, id: number | null = null): Promise<Unanswered[]> {
  return await sql<Unanswered[]>`
    select e.id::int as id, e.number, e.demo, s.waiting_since as "waitsFrom", question.seq as question,
      s.first_answer_at is not null as "isAnswered",
      s.department_code as department, s.officer_id::int as "officerId", taken.steps as taken
    from enquiry e
    join enquiry_standing s on s.enquiry_id = e.id
    left join lateral (
      select v.seq from enquiry_event v
      where v.enquiry_id = e.id and v.kind = 'asked' and v.seq > (
        select max(a.seq) from enquiry_event a
        where a.enquiry_id = e.id and a.kind in ('answered', 'closed', 'withdrawn')
      )
      order by v.seq limit 1
    ) question on true
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('kind', v.kind, 'detail', v.detail)), '[]') as steps,
        count(*) as count
      from enquiry_event v
      where v.enquiry_id = e.id and v.kind in ('reminded', 'escalated') and v.seq > coalesce(question.seq, 0)
    ) taken
    where s.state = 'waiting' and taken.count < ${steps.length}
      and (${id}::bigint is null or e.id = ${id})
    order by e.id`;
}

/** E-mail addresses of the head of a department (处长). */
export async function readHead(sql: Sql, department: string): Promise<string[]> {
  const rows = await sql<{ email: string }[]>`
    select a.email from department_head h join account a on a.id = h.account_id
    where h.department_code = ${department} and a.locked_at is null`;
  return rows.map(({ email }) => email);
}
