-- Publishing with a second pair of eyes (四眼原则): draft → submitted → approved or returned → published; withdrawal and recall.

-- 草稿: the one working copy of a parcel's next version. `content` is the whole parcel as it is to be (ParcelDraft), so that
-- what was taken out of it is out.
create table parcel_draft (
  code text primary key check (length(code) between 1 and 64),
  department_code text not null references department (code),
  content jsonb not null,
  -- Its shape, for the map and for overlaps; it may still be invalid.
  geom geometry(MultiPolygon, 4490),
  -- The version it began from; null for a parcel that is new.
  base_version integer,
  -- Raised by every change: If-Match.
  revision integer not null default 1 check (revision > 0),
  state text not null default 'draft' check (state in ('draft', 'submitted', 'returned')),
  created_at timestamptz not null,
  updated_by bigint references account (id),
  updated_at timestamptz not null,
  -- The last health check (体检) and the revision it looked at.
  findings jsonb,
  checked_revision integer,
  checked_at timestamptz,
  check ((findings is null) = (checked_at is null) and (findings is null) = (checked_revision is null))
);
create index parcel_draft_department on parcel_draft (department_code, code);
create index parcel_draft_geom on parcel_draft using gist (geom);

-- Everybody whose hand is in a draft; none of them, and nobody of their departments, reviews it.
create table draft_author (
  code text not null references parcel_draft (code) on delete cascade,
  account_id bigint not null references account (id),
  primary key (code, account_id)
);

-- What each save changed, so that whoever comes second can see it: [{path, before, after}], shapes by their area alone.
create table draft_change (
  code text not null references parcel_draft (code) on delete cascade,
  revision integer not null check (revision > 0),
  account_id bigint not null references account (id),
  changed_at timestamptz not null,
  differences jsonb not null,
  primary key (code, revision)
);

-- 送审: what was handed in, as it was handed in.
create table submission (
  id bigint generated always as identity primary key,
  code text not null,
  revision integer not null,
  content jsonb not null,
  base_version integer,
  department_code text not null references department (code),
  submitted_by bigint not null references account (id),
  submitted_at timestamptz not null,
  note text check (length(note) <= 1000),
  -- The health check (体检) as it stood then.
  findings jsonb not null,
  -- The competences that must all agree.
  needs text[] not null check (cardinality(needs) > 0 and needs <@ array['land', 'terms']),
  state text not null default 'waiting' check (state in ('waiting', 'returned', 'taken-back', 'published')),
  decided_at timestamptz,
  published_version integer,
  check ((state = 'waiting') = (decided_at is null)),
  check ((state = 'published') = (published_version is not null))
);
create unique index submission_waiting on submission (code) where state = 'waiting';
create index submission_code on submission (code, id);

create table submission_author (
  submission_id bigint not null references submission (id),
  account_id bigint not null references account (id),
  department_code text references department (code),
  primary key (submission_id, account_id)
);

-- 审核意见: one for each competence.
create table review (
  submission_id bigint not null references submission (id),
  competence text not null check (competence in ('land', 'terms')),
  outcome text not null check (outcome in ('approved', 'returned')),
  -- [{path, reason}]; a return has at least one.
  reasons jsonb not null default '[]',
  -- 批准: not public before this instant; the latest of all approvals counts.
  public_from timestamptz,
  decided_by bigint not null references account (id),
  decided_at timestamptz not null,
  primary key (submission_id, competence),
  check (public_from is null or outcome = 'approved'),
  check (outcome = 'approved' or jsonb_array_length(reasons) > 0)
);

create function refuse_own_review() returns trigger language plpgsql as $$
declare
  reviewer account%rowtype;
begin
  select * into strict reviewer from account where id = new.decided_by;
  if reviewer.role <> 'reviewer' or not new.competence = any(reviewer.competences) then
    raise exception 'only a reviewer with the competence decides'
      using errcode = 'check_violation', constraint = 'review_competence';
  end if;
  if exists (
    select from submission_author a
    where a.submission_id = new.submission_id
      and (a.account_id = new.decided_by or a.department_code = reviewer.department_code)
  ) or exists (
    select from submission s
    where s.id = new.submission_id and s.department_code = reviewer.department_code
  ) then
    raise exception 'nobody reviews what comes from his own hand or department'
      using errcode = 'check_violation', constraint = 'review_second_person';
  end if;
  if not exists (
    select from submission s
    where s.id = new.submission_id and s.state = 'waiting' and new.competence = any(s.needs)
  ) then
    raise exception 'there is nothing to decide'
      using errcode = 'check_violation', constraint = 'review_waiting';
  end if;
  return new;
end $$;
create trigger second_person before insert on review for each row execute function refuse_own_review();
create trigger immutable before update or delete on review for each row execute function refuse_change();
create trigger immutable before update or delete on submission_author for each row execute function refuse_change();

-- What was handed in stays as it was; only its outcome is added, once.
create function refuse_all_but_outcome() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state <> 'waiting'
    or to_jsonb(new) - array['state', 'decided_at', 'published_version']
      is distinct from to_jsonb(old) - array['state', 'decided_at', 'published_version'] then
    raise exception 'a submission is decided once and never rewritten';
  end if;
  if new.state = 'published' and exists (
    select from unnest(new.needs) as need
    where not exists (
      select from review r
      where r.submission_id = new.id and r.competence = need and r.outcome = 'approved'
    )
  ) then
    raise exception 'every competence must have approved'
      using errcode = 'check_violation', constraint = 'submission_approved';
  end if;
  return new;
end $$;
create trigger only_decided before update or delete on submission
  for each row execute function refuse_all_but_outcome();

-- 紧急撤回: everything that was public of the parcel before it is gone from every surface, past instants included, until a
-- second person lifts it; what is published after it is public.
create table recall (
  id bigint generated always as identity primary key,
  parcel_id bigint not null references parcel (id),
  cause text not null check (cause in ('secrecy', 'gross-error')),
  reason text not null check (length(reason) between 1 and 1000),
  recalled_by bigint not null references account (id),
  recalled_at timestamptz not null,
  reviewed_by bigint references account (id),
  reviewed_at timestamptz,
  outcome text check (outcome in ('confirmed', 'lifted')),
  review_note text check (length(review_note) <= 1000),
  check ((reviewed_by is null) = (reviewed_at is null) and (reviewed_by is null) = (outcome is null)),
  check (reviewed_by is distinct from recalled_by)
);
create index recall_parcel on recall (parcel_id);

-- Who recalled what and why stays; the second person's word is added, once.
create function refuse_all_but_recall_review() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.reviewed_at is not null
    or to_jsonb(new) - array['reviewed_by', 'reviewed_at', 'outcome', 'review_note']
      is distinct from to_jsonb(old) - array['reviewed_by', 'reviewed_at', 'outcome', 'review_note'] then
    raise exception 'a recall is reviewed once and never rewritten';
  end if;
  return new;
end $$;
create trigger only_reviewed before update or delete on recall
  for each row execute function refuse_all_but_recall_review();

-- 撤下: a department asks and a reviewer decides, or a reviewer acts unasked; then nobody requested it.
create table withdrawal_request (
  id bigint generated always as identity primary key,
  parcel_id bigint not null references parcel (id),
  reason text not null check (length(reason) between 1 and 1000),
  requested_by bigint references account (id),
  requested_at timestamptz not null,
  decided_by bigint references account (id),
  decided_at timestamptz,
  outcome text check (outcome in ('withdrawn', 'refused')),
  check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (outcome is null)),
  check (requested_by is not null or outcome = 'withdrawn'),
  check (decided_by is distinct from requested_by)
);
create unique index withdrawal_request_open on withdrawal_request (parcel_id) where decided_at is null;

-- 批量导入: what files hold, checked and kept until somebody writes it as drafts, all or nothing, or lets it go.
create table intake (
  id bigint generated always as identity primary key,
  department_code text not null references department (code),
  file_names text[] not null,
  -- [{ref, action, findings, content, before}] in the files' order; `before` is the draft that stood there, or null.
  rows jsonb not null,
  state text not null default 'open' check (state in ('open', 'committed', 'undone', 'discarded')),
  opened_by bigint not null references account (id),
  opened_at timestamptz not null,
  settled_at timestamptz,
  check ((state = 'open') = (settled_at is null))
);
create index intake_department on intake (department_code, id);

-- 永久基本农田, 生态保护红线: for the health check alone. Nothing outside it reads shapes or names.
create table protected_area (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('basic-farmland', 'ecological-redline')),
  geom geometry(MultiPolygon, 4490) not null check (st_isvalid(geom) and not st_isempty(geom))
);
create index protected_area_geom on protected_area using gist (geom);

-- Raised by whatever changes what the public sees, in the same transaction: caches and open maps follow it.
create table public_data (
  one boolean primary key default true check (one),
  version bigint not null default 1,
  changed_at timestamptz not null default now()
);
insert into public_data default values;
-- Publications that began by themselves since then raise it too.
create index publication_begins on publication (public_from);

create or replace function public_parcel(instant timestamptz) returns table (
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
    -- What was recalled was published by mistake: not even the past shows it, unless a second person lifted the recall.
    and not exists (
      select from recall r
      where r.parcel_id = pub.parcel_id and r.outcome is distinct from 'lifted'
        and pub.public_from <= r.recalled_at
    )
    and (pub.ended_as is distinct from 'recalled' or exists (
      select from recall r
      where r.parcel_id = pub.parcel_id and r.outcome = 'lifted' and pub.public_from <= r.recalled_at
    ))
$$;
