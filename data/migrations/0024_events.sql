-- 云招商活动: an event, what is to be shown in its order, and the log of what happened.

create table live_event (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) between 3 and 60),
  title_zh text not null,
  title_en text not null,
  starts_at timestamptz not null,
  -- 公布: until then it is staff's alone.
  is_announced boolean not null default false,
  -- Another one when a restored database goes on where clients have seen more: they read it all again.
  epoch uuid not null,
  -- What the log comes to, so that nobody reads it all to do one thing; the log decides when in doubt.
  last_seq integer not null default 0 check (last_seq >= 0),
  state jsonb not null,
  created_by bigint references account (id),
  created_at timestamptz not null
);

-- 环节
create table live_item (
  id bigint generated always as identity primary key,
  event_id bigint not null references live_event (id),
  position integer not null check (position > 0),
  kind text not null check (kind in (
    'speech', 'video', 'release', 'project-signing', 'talent-signing', 'policy', 'break', 'summary')),
  title_zh text not null,
  title_en text not null,
  planned_s integer not null check (planned_s > 0),
  unique (event_id, position)
);

-- What an item releases: parcels that were approved for later.
create table live_item_parcel (
  item_id bigint not null references live_item (id),
  position integer not null check (position > 0),
  parcel_id bigint not null references parcel (id),
  primary key (item_id, position),
  unique (item_id, parcel_id)
);

-- 场记: `seq` from a counter in the event's row, so that who reads by it misses none.
create table live_log (
  event_id bigint not null references live_event (id),
  seq integer not null check (seq > 0),
  at timestamptz not null,
  account_id bigint references account (id),
  cue jsonb not null,
  -- The totals after it, as they are sent with it.
  totals jsonb not null,
  primary key (event_id, seq)
);
create trigger immutable before update or delete on live_log for each row execute function refuse_change();

-- What an entry released, and when it would have become public by itself: taken back, it waits for that day again.
create table live_release (
  event_id bigint not null,
  seq integer not null,
  parcel_id bigint not null,
  version integer not null,
  planned_from timestamptz not null,
  primary key (event_id, seq, parcel_id),
  foreign key (parcel_id, version) references parcel_version (parcel_id, version)
);
create trigger immutable before update or delete on live_release for each row execute function refuse_change();
