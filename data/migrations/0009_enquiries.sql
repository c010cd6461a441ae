-- 询盘: what investors ask, and how long they waited for a person's answer. The case and its times are for ever; who asked and
-- what was written can be erased without them.

-- 处长: who is told when an answer is overdue. A table of its own: people belong to departments already.
create table department_head (
  department_code text primary key references department (code),
  account_id bigint not null references account (id)
);

-- 值班缺勤: days, both included, on which an officer's deputy stands in.
create table officer_absence (
  id bigint generated always as identity primary key,
  account_id bigint not null references account (id),
  first_day date not null,
  last_day date not null,
  entered_by bigint not null references account (id),
  entered_at timestamptz not null,
  check (last_day >= first_day and last_day < first_day + 366)
);
create index officer_absence_account on officer_absence (account_id, last_day);

-- The last number given out in a month of Asia/Shanghai.
create table enquiry_number (
  month text primary key check (month ~ '^[0-9]{4}$'),
  last integer not null check (last > 0)
);

create table enquiry (
  id bigint generated always as identity primary key,
  -- 编号: XP, year and month, running number.
  number text not null unique check (number ~ '^XP-[0-9]{4}-[0-9]{4,7}$'),
  channel text not null check (channel in ('web', 'hotline')),
  -- When the portal had it, and the clock's start: earlier only for a call that was entered afterwards.
  received_at timestamptz not null,
  clock_from timestamptz not null check (clock_from <= received_at),
  -- Of a call, who entered it.
  entered_by bigint references account (id),
  -- 代号: asked under a code name, without a company.
  is_codenamed boolean not null,
  locale text not null check (locale in ('zh-CN', 'en')),
  demo boolean not null default false,
  check ((channel = 'hotline') = (entered_by is not null))
);
create index enquiry_received on enquiry (received_at);
create trigger immutable before update or delete on enquiry for each row execute function refuse_change();
create trigger never_emptied before truncate on enquiry for each statement execute function refuse_change();

-- The parcels asked about, in the order they were named, and the public version that was looked at.
create table enquiry_parcel (
  enquiry_id bigint not null references enquiry (id),
  position integer not null check (position >= 0),
  code text not null,
  version integer not null,
  primary key (enquiry_id, position),
  unique (enquiry_id, code)
);
create index enquiry_parcel_code on enquiry_parcel (code);
create trigger immutable before update or delete on enquiry_parcel for each row execute function refuse_change();
create trigger never_emptied before truncate on enquiry_parcel for each statement execute function refuse_change();

-- What happened, in order. Whoever reads the events knows the case: nothing else says where it stands.
create table enquiry_event (
  enquiry_id bigint not null references enquiry (id),
  seq integer not null check (seq > 0),
  at timestamptz not null,
  kind text not null check (kind in (
    -- by whoever asks
    'received', 'asked', 'filed', 'withdrawn', 'exported', 'erased',
    -- by the portal
    'acknowledged', 'routed', 'reminded', 'escalated', 'undelivered', 'held',
    -- by staff
    'answered', 'noted', 'attached', 'taken', 'handed-over', 'closed', 'reopened', 'spam', 'not-spam', 'revealed'
  )),
  -- Null: the portal itself, or who asked.
  account_id bigint references account (id),
  -- Whose case it is from here on: of 'routed', 'taken', 'handed-over'.
  department_code text references department (code),
  officer_id bigint references account (id),
  -- 'reminded', 'escalated': after so many working minutes. 'closed': the outcome. 'routed': why.
  detail text check (length(detail) <= 60),
  primary key (enquiry_id, seq),
  check ((kind in ('routed', 'taken', 'handed-over')) = (department_code is not null)),
  check (kind not in (
    'answered', 'noted', 'attached', 'taken', 'handed-over', 'closed', 'reopened', 'spam', 'not-spam', 'revealed'
  ) or account_id is not null)
);
create unique index enquiry_event_step on enquiry_event (enquiry_id, kind, detail)
  where kind in ('reminded', 'escalated');
create index enquiry_event_at on enquiry_event (at);
create trigger immutable before update or delete on enquiry_event for each row execute function refuse_change();
create trigger never_emptied before truncate on enquiry_event for each statement execute function refuse_change();

-- Times only go forward, and an event is of its own moment: nobody writes an answer into the past.
create function refuse_backdated_event() returns trigger language plpgsql as $$
declare last record;
begin
  select seq, at into last from enquiry_event where enquiry_id = new.enquiry_id order by seq desc limit 1;
  if found and (new.seq <> last.seq + 1 or new.at < last.at) then
    raise exception 'events of an enquiry follow one another' using errcode = 'check_violation',
      constraint = 'enquiry_event_order';
  end if;
  if not found and (new.seq <> 1 or new.kind <> 'received') then
    raise exception 'an enquiry begins by being received' using errcode = 'check_violation',
      constraint = 'enquiry_event_order';
  end if;
  return new;
end $$;
create trigger in_order before insert on enquiry_event
  for each row execute function refuse_backdated_event();

-- 个人信息: who asks. Sealed (AES-256-GCM), found again by keyed hashes (HMAC-SHA-256); gone when erased.
create table enquiry_person (
  enquiry_id bigint primary key references enquiry (id),
  account_id bigint references account (id),
  -- {company, contactName, phone, email, codename}
  sealed bytea,
  company_index bytea check (length(company_index) = 32),
  phone_index bytea check (length(phone_index) = 32),
  email_index bytea check (length(email_index) = 32),
  -- 告知同意: the text that was agreed to, and when; none for a call, whose officer read it out.
  consent_version text not null,
  consented_at timestamptz not null,
  erased_at timestamptz,
  check ((erased_at is null) = (sealed is not null)),
  check (erased_at is null or (company_index is null and phone_index is null and email_index is null
    and account_id is null))
);
create index enquiry_person_account on enquiry_person (account_id);
create index enquiry_person_company on enquiry_person (company_index);
create index enquiry_person_phone on enquiry_person (phone_index);
create index enquiry_person_email on enquiry_person (email_index);
create trigger never_removed before delete on enquiry_person for each row execute function refuse_change();

-- The words of an event, sealed; null when erased.
create table enquiry_message (
  enquiry_id bigint not null,
  seq integer not null,
  sealed bytea,
  erased_at timestamptz,
  primary key (enquiry_id, seq),
  foreign key (enquiry_id, seq) references enquiry_event (enquiry_id, seq),
  check ((erased_at is null) = (sealed is not null))
);
create trigger never_removed before delete on enquiry_message for each row execute function refuse_change();

create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  if new.sealed is not null and new.sealed is distinct from old.sealed then
    raise exception 'what was written stays as it was written, or is erased' using errcode = 'check_violation',
      constraint = 'enquiry_words';
  end if;
  return new;
end $$;
create trigger words before update on enquiry_message for each row execute function refuse_rewriting();
create trigger words before update on enquiry_person for each row execute function refuse_rewriting();

-- Files of an event; the bytes lie outside the database under the id, and go with the erasure.
create table enquiry_file (
  id uuid primary key,
  enquiry_id bigint not null,
  seq integer not null,
  -- The name as it was given, sealed.
  sealed bytea,
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png', 'image/webp')),
  bytes integer not null check (bytes between 1 and 20971520),
  sha256 bytea not null check (length(sha256) = 32),
  erased_at timestamptz,
  foreign key (enquiry_id, seq) references enquiry_event (enquiry_id, seq),
  check ((erased_at is null) = (sealed is not null))
);
create index enquiry_file_event on enquiry_file (enquiry_id, seq);
create trigger never_removed before delete on enquiry_file for each row execute function refuse_change();
create trigger words before update on enquiry_file for each row execute function refuse_rewriting();

-- 专属链接: opens one case to whoever holds it. Only the hash is kept.
create table enquiry_link (
  token_hash bytea primary key check (length(token_hash) = 32),
  enquiry_id bigint not null references enquiry (id),
  issued_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > issued_at)
);
create index enquiry_link_enquiry on enquiry_link (enquiry_id);

-- As idempotent_answer, for whoever has no account: the key is bound to the place it was sent to.
create table visitor_answer (
  key_hash bytea primary key check (length(key_hash) = 32),
  request_hash bytea not null check (length(request_hash) = 32),
  status integer not null,
  body jsonb,
  answered_at timestamptz not null
);

-- 短信 beside 邮件: one outbox. What goes to investors is sealed until it is sent.
alter table letter add column medium text not null default 'mail' check (medium in ('mail', 'sms'));
alter table letter add column sealed bytea;
alter table letter add column enquiry_id bigint references enquiry (id);
alter table letter alter column recipient drop not null;
alter table letter alter column subject drop not null;
alter table letter drop constraint letter_check;
alter table letter add constraint letter_has_text check (
  body is not null or sealed is not null or sent_at is not null or failed_at is not null
);
alter table letter add constraint letter_is_sealed_or_open check (
  sealed is null or (recipient is null and subject is null and body is null)
);
create index letter_enquiry on letter (enquiry_id);

-- Where each case stands, from its events alone.
create view enquiry_standing as
select e.id as enquiry_id, holder.department_code, holder.officer_id, answers.first_at as first_answer_at,
  case
    when mark.kind = 'spam' then 'spam'
    when ended.kind in ('closed', 'withdrawn') then ended.kind
    when turn.at is null then 'answered'
    else 'waiting'
  end as state,
  -- Since when who asked waits for a word of ours; null while the next one is theirs.
  turn.at as waiting_since,
  case when ended.kind in ('closed', 'withdrawn') then ended.at end as ended_at,
  newest.seq as last_seq, newest.at as last_at
from enquiry e
cross join lateral (
  select min(v.at) as first_at, coalesce(max(v.seq), 0) as last_seq
  from enquiry_event v where v.enquiry_id = e.id and v.kind = 'answered'
) answers
left join lateral (
  -- The first of the words that wait: asking twice does not wait less.
  select case when v.kind = 'received' then e.clock_from else v.at end as at from enquiry_event v
  where v.enquiry_id = e.id and v.kind in ('received', 'asked') and v.seq > answers.last_seq
  order by v.seq limit 1
) turn on true
left join lateral (
  select v.department_code, v.officer_id from enquiry_event v
  where v.enquiry_id = e.id and v.department_code is not null order by v.seq desc limit 1
) holder on true
left join lateral (
  select v.kind from enquiry_event v
  where v.enquiry_id = e.id and v.kind in ('spam', 'not-spam') order by v.seq desc limit 1
) mark on true
left join lateral (
  select v.kind, v.at from enquiry_event v
  where v.enquiry_id = e.id and v.kind in ('closed', 'reopened', 'withdrawn', 'asked') order by v.seq desc limit 1
) ended on true
cross join lateral (
  select v.seq, v.at from enquiry_event v where v.enquiry_id = e.id order by v.seq desc limit 1
) newest;
