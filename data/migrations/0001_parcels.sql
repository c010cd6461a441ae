-- The parcel (地块): an identity plus immutable versions, what is public of them, and what happened to them.
-- Areas are m², money is integer yuan, geometry is EPSG:4490 lon/lat, calendar days are days in Asia/Shanghai.

create extension if not exists postgis;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- What this installation is: one row, written at the first start.
create table installation (
  one boolean primary key default true check (one),
  city text not null,
  installed_at timestamptz not null default now(),
  -- Days by which the demonstration files' dates were moved; null without demonstration data.
  demonstration_shift_days integer
);

-- 市, 县(市、区), 镇街, 园区; written from the city pack at every start so that foreign keys and joins can rely on it.
create table region (
  code text primary key,
  parent text references region (code),
  level text not null check (level in ('city', 'district', 'town', 'park')),
  name_zh text not null,
  name_en text not null,
  position integer not null,
  check ((level = 'city') = (parent is null))
);

create table department (
  code text primary key,
  name_zh text not null,
  name_en text not null
);

-- GB/T 4754-2017. Section letters are parents of the divisions; four-digit classes are loaded by the city.
create table industry (
  code text primary key check (code ~ '^([A-T]|[0-9]{2,4})$'),
  parent text references industry (code),
  name_zh text not null,
  name_en text not null
);

create table import_batch (
  id bigint generated always as identity primary key,
  imported_at timestamptz not null default now(),
  imported_by text not null,
  file_names text[] not null
);

create table parcel (
  id bigint generated always as identity primary key,
  code text not null unique check (length(code) between 1 and 64),
  demo boolean not null default false,
  created_at timestamptz not null default now()
);

create table parcel_version (
  parcel_id bigint not null references parcel (id),
  version integer not null check (version > 0),
  created_at timestamptz not null default now(),
  import_batch_id bigint references import_batch (id),

  name_zh text not null,
  name_en text not null,
  district_code text not null references region (code),
  town_code text references region (code),
  park_code text not null references region (code),
  department_code text not null references department (code),
  location_zh text,
  location_en text,
  bounds_text text,
  unit_number text check (unit_number ~ '^[0-9A-Z]{28}$'),
  land_area_m2 numeric(14, 2) not null check (land_area_m2 > 0),
  offered_area_m2 numeric(14, 2) not null check (offered_area_m2 > 0),
  use_code text not null,
  term_years integer check (term_years between 1 and 70),
  supply_mode text,
  with_design boolean,
  net_land boolean,
  standard_land boolean,
  released_on date,

  notice_number text,
  notice_url text check (notice_url ~ '^https?://'),
  start_price_yuan bigint check (start_price_yuan >= 0),
  deposit_yuan bigint check (deposit_yuan >= 0),
  ceiling_price_yuan bigint check (ceiling_price_yuan >= 0),
  increment_yuan bigint check (increment_yuan >= 0),
  increment_per_mu boolean,
  reserve_price boolean,

  notice_at timestamptz,
  signup_starts_at timestamptz,
  signup_ends_at timestamptz,
  deposit_ends_at timestamptz,
  listing_starts_at timestamptz,
  listing_ends_at timestamptz,
  construction_start_due_on date,
  completion_due_on date,
  full_production_due_on date,

  -- Survey geometry is for staff: the public gets what is in parcel_public.
  geom_survey geometry(MultiPolygon, 4490) not null
    check (st_isvalid(geom_survey) and not st_isempty(geom_survey) and st_npoints(geom_survey) <= 10000),
  source_crs text not null,
  surveyed_on date,
  -- What the files stated, without geometry and before names became codes: the next files are merged into it.
  stated jsonb not null,

  primary key (parcel_id, version),
  check (offered_area_m2 <= land_area_m2),
  check (signup_starts_at is null or signup_ends_at is null or signup_starts_at < signup_ends_at),
  check (listing_starts_at is null or listing_ends_at is null or listing_starts_at < listing_ends_at)
);

-- What is derived from a version for the public: made anew when the precision, a region's or an industry's name changes.
-- Every shape, box, point and distance on a public surface comes from here.
create table parcel_public (
  parcel_id bigint not null,
  version integer not null,
  geom geometry(MultiPolygon, 4490) not null check (st_isvalid(geom) and not st_isempty(geom)),
  precision_m integer not null check (precision_m > 0),
  -- A point inside, on the same grid: the parcel's place for labels and distances.
  point geometry(Point, 4490) not null,
  -- Lower-case words of code, names, regions and industries for substring search.
  search_text text not null,
  primary key (parcel_id, version),
  foreign key (parcel_id, version) references parcel_version (parcel_id, version)
);
create index parcel_public_geom on parcel_public using gist (geom);
create index parcel_public_search on parcel_public using gin (search_text gin_trgm_ops);

-- 准入行业: a parcel admits several, the winner chooses one.
create table admission (
  parcel_id bigint not null,
  version integer not null,
  industry_code text not null references industry (code),
  position integer not null,
  note text,
  primary key (parcel_id, version, industry_code),
  foreign key (parcel_id, version) references parcel_version (parcel_id, version)
);

-- 控制指标 (with an industry) and 规划条件 (without): an interval with operators. Both bounds null: required, value unknown.
create table requirement (
  parcel_id bigint not null,
  version integer not null,
  industry_code text,
  key text not null,
  lower numeric,
  lower_op text check (lower_op in ('>=', '>')),
  upper numeric,
  upper_op text check (upper_op in ('<=', '<')),
  unit text not null,
  phase text not null check (phase in ('planning', 'completion', 'full-production', 'annual')),
  basis text,
  foreign key (parcel_id, version) references parcel_version (parcel_id, version),
  foreign key (parcel_id, version, industry_code) references admission (parcel_id, version, industry_code),
  check ((lower is null) = (lower_op is null)),
  check ((upper is null) = (upper_op is null)),
  check (lower is null or upper is null or lower <= upper)
);
create unique index requirement_one on requirement (parcel_id, version, coalesce(industry_code, ''), key);

-- 配套
create table utility (
  parcel_id bigint not null,
  version integer not null,
  key text not null,
  state text not null check (state in ('none', 'planned', 'building', 'ready')),
  capacity_zh text,
  capacity_en text,
  ready_on date,
  primary key (parcel_id, version, key),
  foreign key (parcel_id, version) references parcel_version (parcel_id, version)
);

-- 要素成本
create table cost (
  parcel_id bigint not null,
  version integer not null,
  key text not null,
  value numeric not null check (value >= 0),
  unit text not null,
  note text,
  primary key (parcel_id, version, key),
  foreign key (parcel_id, version) references parcel_version (parcel_id, version)
);

-- Provenance of a fact, or of every fact below a path. The badge is computed when read.
create table fact (
  parcel_id bigint not null,
  version integer not null,
  path text not null,
  source text,
  source_number text,
  verified_by text,
  verified_on date,
  valid_until date,
  primary key (parcel_id, version, path),
  foreign key (parcel_id, version) references parcel_version (parcel_id, version)
);

-- When which version is public. A start in the future is an embargo; no row, nothing is public.
create table publication (
  parcel_id bigint not null,
  version integer not null,
  public_from timestamptz not null,
  public_until timestamptz,
  ended_as text check (ended_as in ('replaced', 'withdrawn', 'recalled')),
  foreign key (parcel_id, version) references parcel_version (parcel_id, version),
  check (public_until is null or public_until > public_from),
  check ((public_until is null) = (ended_as is null)),
  exclude using gist (parcel_id with =, tstzrange(public_from, public_until) with &&)
);
create index publication_version on publication (parcel_id, version);

-- 进展: with the dates they decide the status.
create table parcel_event (
  id bigint generated always as identity primary key,
  parcel_id bigint not null references parcel (id),
  kind text not null check (
    kind in (
      'sold', 'unsold', 'suspended', 'resumed', 'withdrawn',
      'supplied', 'construction-started', 'production-started', 'returned'
    )
  ),
  at timestamptz not null,
  amount_yuan bigint check (amount_yuan >= 0),
  document text,
  recorded_at timestamptz not null default now(),
  unique (parcel_id, kind, at),
  check (amount_yuan is null or kind = 'sold')
);

-- 招商协调中. Two holds on one parcel can never stand at once, whatever the application does.
create table parcel_hold (
  id bigint generated always as identity primary key,
  parcel_id bigint not null references parcel (id),
  held_from timestamptz not null default now(),
  released_at timestamptz,
  reason text not null,
  check (released_at is null or released_at >= held_from),
  exclude using gist (parcel_id with =, tstzrange(held_from, released_at) with &&)
);

-- 区域评估: an area with an expiry; which parcels it serves is found by intersection.
create table evaluation (
  id bigint generated always as identity primary key,
  kind text not null,
  scope geometry(MultiPolygon, 4490) not null check (st_isvalid(scope) and not st_isempty(scope)),
  report_number text,
  approved_by text,
  approved_on date,
  valid_until date,
  public_from timestamptz not null default now(),
  public_until timestamptz,
  demo boolean not null default false,
  check (public_until is null or public_until > public_from)
);
create index evaluation_scope on evaluation using gist (scope);

-- Versions and what hangs on them never change once written; nothing can be added to a version that was ever published.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of % is immutable: write a new version', tg_op, tg_table_name;
end $$;

create function refuse_addition_to_published() returns trigger language plpgsql as $$
begin
  if exists (select 1 from publication p where p.parcel_id = new.parcel_id and p.version = new.version) then
    raise exception 'version % of parcel % was published: write a new version', new.version, new.parcel_id;
  end if;
  return new;
end $$;

create trigger immutable before update or delete on parcel_version for each row execute function refuse_change();
create trigger immutable before update or delete on admission for each row execute function refuse_change();
create trigger immutable before update or delete on requirement for each row execute function refuse_change();
create trigger immutable before update or delete on utility for each row execute function refuse_change();
create trigger immutable before update or delete on cost for each row execute function refuse_change();
create trigger immutable before update or delete on fact for each row execute function refuse_change();
create trigger closed before insert on admission for each row execute function refuse_addition_to_published();
create trigger closed before insert on requirement for each row execute function refuse_addition_to_published();
create trigger closed before insert on utility for each row execute function refuse_addition_to_published();
create trigger closed before insert on cost for each row execute function refuse_addition_to_published();
create trigger closed before insert on fact for each row execute function refuse_addition_to_published();

create trigger immutable before update or delete on parcel_event for each row execute function refuse_change();

-- What was public stays on record: a publication that has begun can only be ended, and an end that has passed stays.
-- One that has not begun may still be moved or taken back.
create function refuse_rewriting_publication() returns trigger language plpgsql as $$
begin
  if old.public_from > now() then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' or old.public_until <= now() or new.parcel_id <> old.parcel_id
    or new.version <> old.version or new.public_from <> old.public_from then
    raise exception 'a publication that has begun can only be ended, and only once';
  end if;
  return new;
end $$;
create trigger past_stays before update or delete on publication
  for each row execute function refuse_rewriting_publication();

-- Evaluations and holds too: they are ended, never rewritten.
create function refuse_all_but_public_until() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.public_until is not null
    or to_jsonb(new) - 'public_until' is distinct from to_jsonb(old) - 'public_until' then
    raise exception 'an evaluation can only be ended: write a new one';
  end if;
  return new;
end $$;
create trigger only_ended before update or delete on evaluation
  for each row execute function refuse_all_but_public_until();

create function refuse_all_but_release() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.released_at is not null
    or to_jsonb(new) - 'released_at' is distinct from to_jsonb(old) - 'released_at' then
    raise exception 'a hold can only be released';
  end if;
  return new;
end $$;
create trigger only_released before update or delete on parcel_hold
  for each row execute function refuse_all_but_release();

-- The status (状态) at an instant. `last_event` is the last event since the current notice, or null.
create function parcel_status(
  notice_at timestamptz,
  listing_starts_at timestamptz,
  listing_ends_at timestamptz,
  last_event text,
  instant timestamptz
) returns text language sql immutable as $$
  select case
    when last_event = 'supplied' then 'supplied'
    when last_event = 'construction-started' then 'under-construction'
    when last_event = 'production-started' then 'in-production'
    when last_event in ('sold', 'unsold', 'suspended', 'withdrawn', 'returned') then last_event
    when notice_at is null or instant < notice_at then 'planned'
    when listing_ends_at is not null and instant >= listing_ends_at then 'awaiting-result'
    when listing_starts_at is not null and instant >= listing_starts_at then 'listed'
    else 'announced'
  end
$$;

-- Everything that is public at an instant, and the one place that decides it: every surface reads from here.
create function public_parcel(instant timestamptz) returns table (
  id bigint, code text, demo boolean, version integer, published_at timestamptz, status text
) language sql stable as $$
  select p.id, p.code, p.demo, v.version, pub.public_from,
    parcel_status(v.notice_at, v.listing_starts_at, v.listing_ends_at, e.kind, instant)
  from publication pub
  join parcel p on p.id = pub.parcel_id
  join parcel_version v on v.parcel_id = pub.parcel_id and v.version = pub.version
  left join lateral (
    select ev.kind
    from parcel_event ev
    where ev.parcel_id = pub.parcel_id
      and ev.at <= instant
      and ev.recorded_at <= instant
      -- A new notice opens a new cycle: what came before it no longer decides.
      -- By days: an event is often dated without its hour.
      and (
        v.notice_at is null or v.notice_at > instant
        or (ev.at at time zone 'Asia/Shanghai')::date >= (v.notice_at at time zone 'Asia/Shanghai')::date
      )
    order by ev.at desc, ev.id desc
    limit 1
  ) e on true
  where pub.public_from <= instant and (pub.public_until is null or pub.public_until > instant)
    -- What was recalled was published by mistake: not even the past shows it.
    and pub.ended_as is distinct from 'recalled'
$$;
