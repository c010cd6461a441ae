-- Whose turn it is begins anew where a case was closed or withdrawn: the next word of who asked waits since it was written, not since
-- an earlier one that the closing or withdrawing settled.
create or replace view enquiry_standing_by_events as
select e.id as enquiry_id, holder.department_code, holder.officer_id, answers.first_at as first_answer_at,
  case
    when mark.kind = 'spam' then 'spam'
    when ended.kind in ('closed', 'withdrawn') then ended.kind
    when turn.at is null then 'answered'
    else 'waiting'
  end as state,
  -- Since when who asked waits for a word of ours; null while the next one is theirs.
  turn.at as waiting_since,
  case when ended.kind in ('closed', 'withdrawn') then ended.at end as ended_at,
  newest.seq as last_seq, newest.at as last_at
from enquiry e
cross join lateral (
  select min(v.at) filter (where v.kind = 'answered') as first_at, coalesce(max(v.seq), 0) as settled_seq
  from enquiry_event v where v.enquiry_id = e.id and v.kind in ('answered', 'closed', 'withdrawn')
) answers
left join lateral (
  -- The first of the words that wait: asking twice does not wait less.
  select case when v.kind = 'received' then e.clock_from else v.at end as at from enquiry_event v
  where v.enquiry_id = e.id and v.kind in ('received', 'asked') and v.seq > answers.settled_seq
  order by v.seq limit 1
) turn on true
left join lateral (
  select v.department_code, v.officer_id from enquiry_event v
  where v.enquiry_id = e.id and v.department_code is not null order by v.seq desc limit 1
) holder on true
left join lateral (
  select v.kind from enquiry_event v
  where v.enquiry_id = e.id and v.kind in ('spam', 'not-spam') order by v.seq desc limit 1
) mark on true
left join lateral (
  select v.kind, v.at from enquiry_event v
  where v.enquiry_id = e.id and v.kind in ('closed', 'reopened', 'withdrawn', 'asked') order by v.seq desc limit 1
) ended on true
cross join lateral (
  select v.seq, v.at from enquiry_event v where v.enquiry_id = e.id order by v.seq desc limit 1
) newest;

update enquiry_standing s set state = v.state, waiting_since = v.waiting_since
from enquiry_standing_by_events v
where v.enquiry_id = s.enquiry_id
  and (s.state is distinct from v.state or s.waiting_since is distinct from v.waiting_since);
