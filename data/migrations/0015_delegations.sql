-- 转交: who wants to hand his signature on proves it by a code, and the office admits the other person or does not.
alter table agreement_signer drop constraint agreement_signer_state_check;
alter table agreement_signer add constraint agreement_signer_state_check check (state in (
  'waiting', 'active', 'viewed', 'signing', 'delegating', 'signed', 'approved', 'witnessed', 'declined', 'expired'
));
alter table signing_code drop constraint signing_code_purpose_check;
alter table signing_code add constraint signing_code_purpose_check
  check (purpose in ('sign', 'approve', 'witness', 'delegate'));

create table agreement_delegation (
  id uuid primary key,
  agreement_id bigint not null,
  position integer not null,
  -- {from, to: {name, organisation, email, phone}, reason}
  sealed bytea not null,
  asked_at timestamptz not null,
  outcome text check (outcome in ('admitted', 'refused')),
  -- 授权委托书: its number or date.
  authorisation text check (length(authorisation) between 1 and 120),
  decided_by bigint references account (id),
  decided_at timestamptz check (decided_at >= asked_at),
  foreign key (agreement_id, position) references agreement_signer (agreement_id, position),
  check ((outcome is null) = (decided_at is null) and (outcome is null) = (decided_by is null)),
  check ((outcome is not distinct from 'admitted') = (authorisation is not null))
);
create unique index agreement_delegation_open on agreement_delegation (agreement_id, position) where outcome is null;
create index agreement_delegation_signer on agreement_delegation (agreement_id, position, asked_at);

create function refuse_changed_delegation() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.outcome is not null
    or to_jsonb(new) - array['outcome', 'authorisation', 'decided_by', 'decided_at']
      is distinct from to_jsonb(old) - array['outcome', 'authorisation', 'decided_by', 'decided_at'] then
    raise exception 'a delegation is decided once, and never rewritten';
  end if;
  return new;
end $$;
create trigger decided_once before update or delete on agreement_delegation
  for each row execute function refuse_changed_delegation();

-- 见证人 is waited for as the others are. What was being sealed before this came is not asked for his word.
create function refuse_unwitnessed() returns trigger language plpgsql as $$
begin
  if new.state = 'sealing' and old.state in ('sent', 'in-progress') and exists (
    select from agreement_signer s
    where s.agreement_id = new.id and s.role = 'witness' and s.state <> 'witnessed'
  ) then
    raise exception 'a witness has not attested' using errcode = 'check_violation', constraint = 'agreement_witnessed';
  end if;
  return new;
end $$;
create trigger witnessed before update on agreement for each row execute function refuse_unwitnessed();

create or replace function refuse_unsigning() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and exists (select from agreement a where a.id = old.agreement_id and a.state <> 'draft') then
    raise exception 'who was asked to sign stays' using errcode = 'check_violation', constraint = 'agreement_signer_stays';
  end if;
  if tg_op = 'UPDATE' and old.state in ('signed', 'approved', 'witnessed', 'declined') and new.state <> old.state then
    raise exception 'what a signer said stays said' using errcode = 'check_violation', constraint = 'agreement_signer_done';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
