-- 关键信息: facts without which a parcel is not to be offered (暂停). Paths as in `fact`; written from the city pack at every start.
create table critical_fact (path text primary key check (path ~ '^[a-z]+(\.\w+){0,2}$'));

-- The critical facts of a version whose validity ended before a day. What is said of a path holds for everything below it, and
-- what is said closest to a fact counts.
create function expired_critical_facts(parcel bigint, parcel_version integer, day date)
returns table (path text, valid_until date) language sql stable as $$
  select c.path, f.valid_until
  from critical_fact c
  join lateral (
    select own.valid_until
    from fact own
    where own.parcel_id = parcel and own.version = parcel_version
      and (own.path = c.path or starts_with(c.path, own.path || '.'))
    order by length(own.path) desc
    limit 1
  ) f on true
  where f.valid_until < day
  union all
  select f.path, f.valid_until
  from critical_fact c
  join fact f on f.parcel_id = parcel and f.version = parcel_version and starts_with(f.path, c.path || '.')
  where f.valid_until < day
$$;

-- As before, but a parcel of which a critical fact has expired is suspended until that is verified anew. An official
-- notice is the land bureau's: while one runs, the portal takes nothing back from it.
create or replace function public_parcel(instant timestamptz) returns table (
  id bigint, code text, demo boolean, version integer, published_at timestamptz, status text
) language sql stable as $$
  select p.id, p.code, p.demo, v.version, pub.public_from,
    case
      when s.status in ('planned', 'unsold') and exists (
        select from expired_critical_facts(v.parcel_id, v.version, (instant at time zone 'Asia/Shanghai')::date)
      ) then 'suspended'
      else s.status
    end
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
  cross join lateral (
    select parcel_status(v.notice_at, v.listing_starts_at, v.listing_ends_at, e.kind, instant) as status
  ) s
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
