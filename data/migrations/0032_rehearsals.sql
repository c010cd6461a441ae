-- 演练: a copy of an event that is its staff's alone. What it releases, signs and counts is nobody else's; each wall stands here
-- too, whatever a program does.

alter table live_event
  add column rehearsal_of bigint references live_event (id),
  -- Whatever is public of events begins with their announcement.
  add constraint rehearsal_is_not_announced check (rehearsal_of is null or not is_announced);
create index live_event_rehearsal on live_event (rehearsal_of);
create trigger rehearsal_stays before update of rehearsal_of on live_event
  for each row when (old.rehearsal_of is distinct from new.rehearsal_of) execute function refuse_change();

-- What a rehearsal releases stands in its log alone: no publication begins or ends by it.
create function refuse_rehearsed() returns trigger language plpgsql as $$
begin
  if exists (select from live_event where id = new.event_id and rehearsal_of is not null) then
    raise exception 'a rehearsal leaves nothing behind here' using errcode = 'check_violation',
      constraint = 'rehearsal_leaves_nothing';
  end if;
  return new;
end $$;
create trigger not_rehearsed before insert on live_release for each row execute function refuse_rehearsed();
create trigger not_rehearsed before insert on live_attendance for each row execute function refuse_rehearsed();

-- 演练项目 and 演练协议 have numbers of their own series, so that no real number is missing afterwards.
alter table project
  add column rehearsal_event_id bigint references live_event (id),
  drop constraint project_number_check,
  add constraint project_number_check check (
    number ~ case when rehearsal_event_id is null then '^XM-[0-9]{4}-[0-9]{4,7}$' else '^YX-[0-9]{4}-[0-9]{4,7}$' end
  );
alter table agreement
  add column rehearsal_event_id bigint references live_event (id),
  drop constraint agreement_number_check,
  add constraint agreement_number_check check (
    number ~ case when rehearsal_event_id is null then '^TZ-[0-9]{4}-[0-9]{4,7}$' else '^YL-[0-9]{4}-[0-9]{4,7}$' end
  );
create index project_rehearsal on project (rehearsal_event_id) where rehearsal_event_id is not null;
create index agreement_rehearsal on agreement (rehearsal_event_id) where rehearsal_event_id is not null;

create function refuse_project_of_no_rehearsal() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.rehearsal_event_id is distinct from new.rehearsal_event_id then
    raise exception 'what is rehearsed stays so' using errcode = 'check_violation', constraint = 'rehearsal_stays';
  end if;
  if new.rehearsal_event_id is not null
    and not exists (select from live_event where id = new.rehearsal_event_id and rehearsal_of is not null) then
    raise exception 'only a rehearsal has projects of its own' using errcode = 'check_violation',
      constraint = 'rehearsal_project';
  end if;
  return new;
end $$;
create trigger of_rehearsal before insert or update of rehearsal_event_id on project
  for each row execute function refuse_project_of_no_rehearsal();

-- An agreement is rehearsed as its project is: nobody says it twice.
create function rehearse_as_project() returns trigger language plpgsql as $$
begin
  select p.rehearsal_event_id into new.rehearsal_event_id from project p where p.id = new.project_id;
  return new;
end $$;
create trigger as_project before insert or update of project_id, rehearsal_event_id on agreement
  for each row execute function rehearse_as_project();

-- No letter and no short message leaves for a rehearsal.
create function refuse_letter_of_rehearsal() returns trigger language plpgsql as $$
begin
  if exists (select from agreement where id = new.agreement_id and rehearsal_event_id is not null) then
    raise exception 'a rehearsal writes to nobody' using errcode = 'check_violation', constraint = 'rehearsal_letter';
  end if;
  return new;
end $$;
create trigger not_rehearsed before insert on letter
  for each row when (new.agreement_id is not null) execute function refuse_letter_of_rehearsal();

-- No stage of a rehearsed project is ever reported, and nothing of what was promised is due.
create function refuse_stage_of_rehearsal() returns trigger language plpgsql as $$
begin
  if exists (select from project where id = new.project_id and rehearsal_event_id is not null) then
    raise exception 'a rehearsed project has no stages' using errcode = 'check_violation', constraint = 'rehearsal_stage';
  end if;
  return new;
end $$;
create trigger not_rehearsed before insert on project_stage for each row execute function refuse_stage_of_rehearsal();

create function refuse_obligation_of_rehearsal() returns trigger language plpgsql as $$
begin
  if exists (select from agreement where id = new.agreement_id and rehearsal_event_id is not null) then
    raise exception 'a rehearsal promises nothing' using errcode = 'check_violation', constraint = 'rehearsal_obligation';
  end if;
  return new;
end $$;
create trigger not_rehearsed before insert on obligation for each row execute function refuse_obligation_of_rehearsal();

-- Only what was sent holds, only what is exclusive, only its own parcels, and never for a rehearsal.
create or replace function refuse_foreign_hold() returns trigger language plpgsql as $$
begin
  if new.agreement_id is not null and not exists (
    select from agreement a join agreement_parcel p on p.agreement_id = a.id and p.parcel_id = new.parcel_id
    where a.id = new.agreement_id and a.exclusive and a.rehearsal_event_id is null
      and a.state in ('sent', 'in-progress', 'sealing', 'seal-failed', 'completed')
  ) then
    raise exception 'an agreement holds its own parcels while it is under way' using errcode = 'check_violation',
      constraint = 'parcel_hold_agreement';
  end if;
  return new;
end $$;

-- What is exclusive and signed by all holds its parcels at that very moment, unless it is rehearsed and holds none.
create or replace function refuse_unheld_sealing() returns trigger language plpgsql as $$
begin
  if not new.exclusive or new.rehearsal_event_id is not null or new.state <> 'sealing'
    or old.state not in ('sent', 'in-progress') then
    return new;
  end if;
  perform from parcel_hold where agreement_id = new.id and released_at is null order by id for update;
  if exists (
    select from agreement_parcel p where p.agreement_id = new.id and not exists (
      select from parcel_hold h
      where h.agreement_id = new.id and h.parcel_id = p.parcel_id and h.released_at is null
    )
  ) then
    raise exception 'its parcel is no longer held for it' using errcode = 'check_violation', constraint = 'agreement_held';
  end if;
  return new;
end $$;

-- A rehearsal signs its own projects alone, and an event never signs one of a rehearsal.
create function refuse_signing_of_another() returns trigger language plpgsql as $$
begin
  if (select p.rehearsal_event_id from project p where p.id = new.project_id) is distinct from
    (select e.id from live_event e where e.id = new.event_id and e.rehearsal_of is not null) then
    raise exception 'a rehearsal signs its own projects alone' using errcode = 'check_violation',
      constraint = 'rehearsal_signs_its_own';
  end if;
  return new;
end $$;
create trigger rehearsed_alone before insert or update on live_item_signing
  for each row execute function refuse_signing_of_another();
