-- 收看: how many followed an event, by the minute and by the process that counted them. Open lines, no persons.
create table live_attendance (
  event_id bigint not null references live_event (id),
  -- Its beginning, UTC.
  minute timestamptz not null,
  node text not null check (node ~ '^[0-9a-f]{16}$'),
  viewers integer not null check (viewers > 0),
  primary key (event_id, minute, node)
);
create trigger immutable before update or delete on live_attendance for each row execute function refuse_change();
