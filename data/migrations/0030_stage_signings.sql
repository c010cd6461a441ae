-- 现场签署: which project and agreement an item of the rundown is about, and when it is signed; a person says no figure of it.

create table live_item_signing (
  item_id bigint primary key references live_item (id) on delete cascade,
  event_id bigint not null references live_event (id),
  project_id bigint not null references project (id),
  -- Null until there is one.
  agreement_id bigint references agreement (id),
  -- 已签（仪式）, 现场签, 会后补签
  ceremony text not null check (ceremony in ('before', 'on-stage', 'after')),
  -- 人才（团队）, of a signing of people.
  talents integer not null default 0 check (talents between 0 and 100000),
  -- 纸质签署: one host says so with a reason, and another confirms it.
  paper_reason text check (length(paper_reason) between 1 and 200),
  paper_asked_by bigint references account (id),
  paper_asked_at timestamptz,
  unique (event_id, agreement_id),
  check (num_nonnulls(paper_reason, paper_asked_by, paper_asked_at) in (0, 3))
);
create index live_item_signing_agreement on live_item_signing (agreement_id);

-- Which entries of the log say that an agreement is being signed, or is in force: each once, whichever process says it.
create table live_signing_entry (
  event_id bigint not null,
  seq integer not null,
  item_id bigint not null references live_item (id),
  agreement_id bigint not null references agreement (id),
  state text not null check (state in ('processing', 'effective')),
  is_paper boolean not null,
  -- The entry by which the portal took it back; what a host took back has none, and is not said again.
  taken_back_by integer,
  primary key (event_id, seq),
  foreign key (event_id, seq) references live_log (event_id, seq),
  foreign key (event_id, taken_back_by) references live_log (event_id, seq)
);
create unique index live_signing_entry_once on live_signing_entry (event_id, agreement_id, state, is_paper)
  where taken_back_by is null;

-- The second wall: only a seal that is committed is in force, whatever a program says, and what was said stays said.
create function refuse_unsealed_signing() returns trigger language plpgsql as $$
begin
  if new.state = 'effective' and not new.is_paper
    and not exists (select from agreement where id = new.agreement_id and state = 'completed') then
    raise exception 'what is not sealed is not in force' using errcode = 'check_violation',
      constraint = 'live_signing_entry_sealed';
  end if;
  return new;
end $$;
create trigger sealed before insert on live_signing_entry for each row execute function refuse_unsealed_signing();

create function refuse_all_but_taking_back() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.taken_back_by is not null
    or to_jsonb(new) - 'taken_back_by' is distinct from to_jsonb(old) - 'taken_back_by' then
    raise exception 'what the log said of a signing is only taken back, and once';
  end if;
  return new;
end $$;
create trigger only_taken_back before update or delete on live_signing_entry
  for each row execute function refuse_all_but_taking_back();

-- The last entry that is a press of a person: what the sealing adds by itself makes no console late.
update live_event set state = state || jsonb_build_object('pressed', last_seq);
