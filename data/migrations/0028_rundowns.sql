-- 会场: where an event takes place, and the streams that show it there, the first that plays first.

create table live_venue (
  id bigint generated always as identity primary key,
  event_id bigint not null references live_event (id),
  position integer not null check (position > 0),
  -- `programme` is the mixed picture (总画面), no place.
  key text not null check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(key) <= 20),
  title_zh text not null,
  title_en text not null,
  place text not null,
  -- [{url, offsetMs}], in the order in which they are tried.
  sources jsonb not null,
  unique (event_id, key),
  unique (event_id, id)
);

-- 环节单 is written by several people: who saves names the version that he has read.
alter table live_event
  add column rundown_version integer not null default 1 check (rundown_version > 0),
  add column rundown_saved_by bigint references account (id),
  add column rundown_saved_at timestamptz;

-- An item that the log names stays when it is taken out of the rundown: it then has no place in it.
alter table live_item
  alter column position drop not null,
  add column venue_id bigint,
  add column notes text not null default '',
  add constraint venue_of_same_event foreign key (event_id, venue_id) references live_venue (event_id, id);
