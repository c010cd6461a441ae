import type { Actor } from '../accounts/actor.ts';
import { gates } from '../agreements/terms.ts';
import type { Sql } from '../db/database.ts';
import type { WorkItem } from '../drafts/schema.ts';

export type WorkRow = Omit<WorkItem, 'at' | 'due'> & { at: Date | null; due: Date | null };

type Worker = Pick<Actor, 'accountId' | 'department' | 'competences'> & {
  /** The department whose work it is; null: a reviewer's, of all others. */
  scope: string | null;
  at: Date;
  today: string;
};

const mostRows = 200;

/** What waits for somebody's own hand. */
export function listMine(
  sql: Sql,
  { accountId, department, competences, scope, at }: Worker,
): Promise<WorkRow[]> {
  const returned = sql`
    select 'returned' as kind, d.code, d.content -> 'fields' ->> 'name' as name, s.id, s.decided_at as at,
      null::timestamptz as due, r.by, null as subject, '{}'::text[] as open
    from parcel_draft d
    left join lateral (
      select id, decided_at from submission where code = d.code order by id desc limit 1
    ) s on true
    left join lateral (
      select jsonb_build_object('accountId', a.id, 'name', a.name) as by
      from review v join account a on a.id = v.decided_by
      where v.submission_id = s.id and v.outcome = 'returned'
      union all
      -- Nobody returned it: it came back when the parcel was withdrawn or recalled.
      select jsonb_build_object('accountId', a.id, 'name', a.name)
      from parcel p
      join lateral (
        select w.decided_by as account_id, w.decided_at as ended_at
        from withdrawal_request w where w.parcel_id = p.id and w.outcome = 'withdrawn'
        union all
        select c.recalled_by, c.recalled_at from recall c where c.parcel_id = p.id
        order by ended_at desc limit 1
      ) act on true
      join account a on a.id = act.account_id
      where p.code = d.code
      limit 1
    ) r on true
    where d.state = 'returned' and d.department_code = ${scope}
    union all
    select 'intake', null, null, i.id, i.opened_at, null, jsonb_build_object('accountId', a.id, 'name', a.name), null,
      '{}'::text[]
    from intake i join account a on a.id = i.opened_by
    where i.state = 'open' and i.department_code = ${scope}
    union all
    select 'draft', d.code, d.content -> 'fields' ->> 'name', null, d.updated_at, null,
      jsonb_build_object('accountId', a.id, 'name', a.name), null, '{}'::text[]
    from parcel_draft d join account a on a.id = d.updated_by
    where d.state = 'draft' and d.updated_by = ${accountId} and d.department_code = ${scope}`;
  const reviews = sql`
    select 'review' as kind, s.code, s.content -> 'fields' ->> 'name' as name, s.id, s.submitted_at as at,
      null::timestamptz as due, jsonb_build_object('accountId', a.id, 'name', a.name) as by, null as subject,
      ${openNeeds(sql)} as open
    from submission s join account a on a.id = s.submitted_by
    where s.state = 'waiting' and ${openNeeds(sql)} && ${competences}::text[]
      and s.department_code <> ${department}
      and not exists (
        select from submission_author h
        where h.submission_id = s.id and (h.account_id = ${accountId} or h.department_code = ${department})
      )
    union all
    select 'withdrawal-request', p.code, null, w.id, w.requested_at, null,
      jsonb_build_object('accountId', a.id, 'name', a.name), null, '{}'::text[]
    from withdrawal_request w
    join parcel p on p.id = w.parcel_id
    join account a on a.id = w.requested_by
    where w.decided_at is null and 'land' = any(${competences}::text[]) and (
      select v.department_code from parcel_version v where v.parcel_id = p.id order by v.version desc limit 1
    ) <> ${department}
    union all
    select 'recall-review', p.code, null, r.id, r.recalled_at, null,
      jsonb_build_object('accountId', a.id, 'name', a.name), r.cause, '{}'::text[]
    from recall r
    join parcel p on p.id = r.parcel_id
    join account a on a.id = r.recalled_by
    where r.reviewed_at is null and r.recalled_by <> ${accountId}
    union all
    select 'winner', w.code, null, w.id, w.entered_at, null, w.by, null, '{}'::text[]
    from (${openWinners(sql, at)}) w where w.entered_by <> ${accountId}
    union all
    -- 审查: every reviewer has a word on a draft that another wrote.
    select 'gate', null, e.content ->> 'title', e.id, e.created_at, null,
      jsonb_build_object('accountId', a.id, 'name', a.name), e.number, '{}'::text[]
    from agreement e join account a on a.id = e.created_by
    where e.state = 'draft' and e.rehearsal_event_id is null and e.created_by <> ${accountId} and (
      select count(distinct g.gate) from agreement_gate g where g.agreement_id = e.id and g.version = e.version
    ) < ${gates.length}::int
    union all
    -- What came with the portal is nobody's proposal, and is approved with the templates at hand.
    select 'template', null, t.body ->> 'title', t.version, t.written_at, null,
      jsonb_build_object('accountId', a.id, 'name', a.name), t.key, '{}'::text[]
    from agreement_template t join account a on a.id = t.written_by
    where t.approved_at is null and t.withdrawn_at is null and t.written_by <> ${accountId} and not exists (
      select from agreement_template n where n.key = t.key and n.version > t.version and n.approved_at is not null
    )`;
  return sql<WorkRow[]>`
    select * from (${scope === null ? reviews : returned}) work
    order by kind in ('draft', 'gate', 'template'), at
    limit ${mostRows}`;
}

/** 竞得人 of the last deal of a parcel that wait for a second person's word. */
function openWinners(sql: Sql, at: Date) {
  return sql`
    select p.code, w.id, w.entered_at, w.entered_by, jsonb_build_object('accountId', a.id, 'name', a.name) as by,
      a.department_code
    from parcel_winner w
    join parcel p on p.id = w.parcel_id
    join account a on a.id = w.entered_by
    where w.outcome is null and w.deal_id = (
      select e.id from parcel_event e
      where e.parcel_id = p.id and e.kind = 'sold' and e.at <= ${at} and e.recorded_at <= ${at}
      order by e.at desc, e.id desc limit 1
    )`;
}

function openNeeds(sql: Sql) {
  return sql`array(
    select need from unnest(s.needs) as need
    where not exists (select from review r where r.submission_id = s.id and r.competence = need)
    order by need
  )`;
}

/** What others have to do before somebody's own work goes on. */
export function listOthers(sql: Sql, { accountId, scope, at }: Worker): Promise<WorkRow[]> {
  return sql<WorkRow[]>`
    select * from (
      select 'waiting-review' as kind, s.code, s.content -> 'fields' ->> 'name' as name, s.id, s.submitted_at as at,
        null::timestamptz as due, jsonb_build_object('accountId', a.id, 'name', a.name) as by, null as subject,
        ${openNeeds(sql)} as open
      from submission s join account a on a.id = s.submitted_by
      where s.state = 'waiting' and (s.department_code = ${scope} or exists (
        select from review r where r.submission_id = s.id and r.decided_by = ${accountId}
      ))
      union all
      select 'waiting-withdrawal', p.code, null, w.id, w.requested_at, null,
        jsonb_build_object('accountId', a.id, 'name', a.name), null, '{}'::text[]
      from withdrawal_request w
      join parcel p on p.id = w.parcel_id
      join account a on a.id = w.requested_by
      where w.decided_at is null and a.department_code = ${scope}
      union all
      select 'waiting-recall-review', p.code, null, r.id, r.recalled_at, null,
        jsonb_build_object('accountId', a.id, 'name', a.name), r.cause, '{}'::text[]
      from recall r
      join parcel p on p.id = r.parcel_id
      join account a on a.id = r.recalled_by
      where r.reviewed_at is null and r.recalled_by = ${accountId}
      union all
      select 'waiting-winner', w.code, null, w.id, w.entered_at, null, w.by, null, '{}'::text[]
      from (${openWinners(sql, at)}) w where w.entered_by = ${accountId} or w.department_code = ${scope}
    ) work
    order by at
    limit ${mostRows}`;
}

/** Days within which something counts as about to end. */
const factDays = 30;
const saleDays = 7;

/** What of public parcels ends soon, or has ended: verifications, evaluations, terms of a sale. */
export function listDue(sql: Sql, { scope, at, today }: Worker): Promise<WorkRow[]> {
  return sql<WorkRow[]>`
    with shown as materialized (
      select pp.id, pp.code, v.version, v.name_zh as name, v.signup_ends_at, v.listing_starts_at
      from public_parcel(${at}) pp
      join parcel_version v on v.parcel_id = pp.id and v.version = pp.version
      where ${scope}::text is null or v.department_code = ${scope}
    )
    select * from (
      select 'fact-expires' as kind, s.code, s.name, null::bigint as id, null::timestamptz as at,
        (f.valid_until + 1)::timestamp at time zone 'Asia/Shanghai' as due, null::jsonb as by, f.path as subject,
        '{}'::text[] as open
      from shown s join fact f on f.parcel_id = s.id and f.version = s.version
      where f.valid_until <= ${today}::date + ${factDays}::int
      union all
      select 'evaluation-expires', s.code, s.name, e.id, null,
        (e.valid_until + 1)::timestamp at time zone 'Asia/Shanghai', null, e.kind, '{}'::text[]
      from evaluation e
      join parcel_public g on st_intersects(e.scope, g.geom)
      join shown s on s.id = g.parcel_id and s.version = g.version
      where e.valid_until <= ${today}::date + ${factDays}::int
        and e.public_from <= ${at} and (e.public_until is null or e.public_until > ${at})
      union all
      select 'signup-ends', s.code, s.name, null, null, s.signup_ends_at, null, null, '{}'::text[]
      from shown s
      where s.signup_ends_at between ${at} and ${at}::timestamptz + make_interval(days => ${saleDays}::int)
      union all
      select 'listing-starts', s.code, s.name, null, null, s.listing_starts_at, null, null, '{}'::text[]
      from shown s
      where s.listing_starts_at between ${at} and ${at}::timestamptz + make_interval(days => ${saleDays}::int)
    ) work
    order by due, code
    limit ${mostRows}`;
}

/** What somebody did since an instant, as the log has it, the newest first. */
export function listDone(sql: Sql, { accountId }: Worker, since: Date): Promise<WorkRow[]> {
  return sql<WorkRow[]>`
    select 'done' as kind, case when e.subject like 'parcel:%' then substr(e.subject, 8) end as code,
      null as name, e.seq as id, e.at, null::timestamptz as due, null::jsonb as by, e.action as subject,
      '{}'::text[] as open
    from audit_entry e
    where e.account_id = ${accountId} and e.at >= ${since}
      and (e.action like 'parcel.%' or e.action like 'intake.%' or e.action = 'draft.create')
    order by e.seq desc
    limit ${mostRows}`;
}
