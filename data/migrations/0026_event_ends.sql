-- 结束活动: one host asks for it and another confirms; whatever happens in between takes the asking back.

alter table live_event
  add column end_asked_by bigint references account (id),
  add column end_asked_seq integer,
  add column end_asked_at timestamptz,
  add constraint end_asked_whole check (num_nonnulls(end_asked_by, end_asked_seq, end_asked_at) in (0, 3));

-- 结束时的数字, kept as they were said.
create table live_ending (
  event_id bigint primary key references live_event (id),
  seq integer not null,
  asked_by bigint not null references account (id),
  confirmed_by bigint not null references account (id),
  at timestamptz not null,
  totals jsonb not null,
  -- SHA-256 of the whole log up to it.
  log_sha256 text not null check (log_sha256 ~ '^[0-9a-f]{64}$'),
  check (asked_by <> confirmed_by),
  foreign key (event_id, seq) references live_log (event_id, seq)
);
create trigger immutable before update or delete on live_ending for each row execute function refuse_change();

-- 主控权: whose console runs the event, until when.
create table live_control (
  event_id bigint primary key references live_event (id),
  account_id bigint not null references account (id),
  until timestamptz not null
);
