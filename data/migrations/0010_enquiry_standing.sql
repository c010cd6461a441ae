-- Where each case stands is what its events say; a row of it is kept beside them, written anew with each event, so that a desk with
-- twenty thousand cases does not read a hundred thousand events to show ten. Whoever doubts a row compares it with the view.
alter view enquiry_standing rename to enquiry_standing_by_events;

create table enquiry_standing (
  enquiry_id bigint primary key references enquiry (id),
  department_code text references department (code),
  officer_id bigint references account (id),
  first_answer_at timestamptz,
  state text not null check (state in ('waiting', 'answered', 'closed', 'withdrawn', 'spam')),
  waiting_since timestamptz,
  ended_at timestamptz,
  last_seq integer not null,
  last_at timestamptz not null
);
create index enquiry_standing_department on enquiry_standing (department_code, state);
create index enquiry_standing_waiting on enquiry_standing (enquiry_id) where state = 'waiting' and first_answer_at is null;

-- With its owner's rights: the server's own role reads the rows and cannot write them.
create function renew_enquiry_standing() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into enquiry_standing
    (enquiry_id, department_code, officer_id, first_answer_at, state, waiting_since, ended_at, last_seq, last_at)
  select enquiry_id, department_code, officer_id, first_answer_at, state, waiting_since, ended_at, last_seq, last_at
  from enquiry_standing_by_events where enquiry_id = new.enquiry_id
  on conflict (enquiry_id) do update set
    department_code = excluded.department_code, officer_id = excluded.officer_id,
    first_answer_at = excluded.first_answer_at, state = excluded.state, waiting_since = excluded.waiting_since,
    ended_at = excluded.ended_at, last_seq = excluded.last_seq, last_at = excluded.last_at;
  return null;
end $$;

insert into enquiry_standing
  (enquiry_id, department_code, officer_id, first_answer_at, state, waiting_since, ended_at, last_seq, last_at)
select enquiry_id, department_code, officer_id, first_answer_at, state, waiting_since, ended_at, last_seq, last_at
from enquiry_standing_by_events;

create trigger standing after insert on enquiry_event
  for each row execute function renew_enquiry_standing();
create trigger never_removed before delete on enquiry_standing for each row execute function refuse_change();
