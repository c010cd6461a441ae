-- 协议签署: projects, agreements, who signs, what was signed. What was sent stays as it was sent; what happened is only added to.

-- The last number given out of a series such as 'TZ-2026'.
create table running_number (
  series text primary key check (series ~ '^[A-Z]{2}-[0-9]{4}$'),
  last integer not null check (last > 0)
);

-- 项目: the thread from the first agreement to production.
create table project (
  id bigint generated always as identity primary key,
  number text not null unique check (number ~ '^XM-[0-9]{4}-[0-9]{4,7}$'),
  name text not null check (length(name) between 1 and 200),
  company text not null check (length(company) between 1 and 200),
  -- 统一社会信用代码 (GB 32100), or what a company from abroad is registered under and where.
  credit_code text check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  foreign_registration text check (length(foreign_registration) between 1 and 200),
  investor_class text not null check (investor_class in (
    'zhejiang-merchants', 'central-enterprise', 'state-owned', 'private', 'foreign', 'hong-kong-macao', 'taiwan'
  )),
  channel text not null check (channel in ('enquiry', 'visit', 'event', 'chamber', 'referral', 'other')),
  -- 项目代码, given by the development and reform authority.
  project_code text check (length(project_code) between 1 and 40),
  investment_total_yuan bigint not null check (investment_total_yuan >= 0),
  fixed_investment_yuan bigint check (fixed_investment_yuan between 0 and investment_total_yuan),
  paid_in_yuan bigint not null default 0 check (paid_in_yuan >= 0),
  department_code text not null references department (code),
  enquiry_id bigint references enquiry (id),
  created_by bigint not null references account (id),
  created_at timestamptz not null,
  demo boolean not null default false,
  check (credit_code is null or foreign_registration is null)
);
create index project_department on project (department_code, id);

create table project_parcel (
  project_id bigint not null references project (id),
  position integer not null check (position >= 0),
  parcel_id bigint not null references parcel (id),
  primary key (project_id, position),
  unique (project_id, parcel_id)
);

-- 阶段: 签约, 注册, 供地, 开工, 竣工, 投产, 终止; counted once a second person confirmed it.
create table project_stage (
  id bigint generated always as identity primary key,
  project_id bigint not null references project (id),
  stage text not null check (stage in (
    'signed', 'registered', 'supplied', 'construction-started', 'completed', 'production-started', 'terminated'
  )),
  on_day date not null,
  evidence text not null check (length(evidence) between 1 and 500),
  entered_by bigint not null references account (id),
  entered_at timestamptz not null,
  outcome text check (outcome in ('confirmed', 'refused')),
  decided_by bigint references account (id),
  decided_at timestamptz,
  check ((outcome is null) = (decided_by is null) and (outcome is null) = (decided_at is null)),
  check (decided_by is distinct from entered_by)
);
create unique index project_stage_once on project_stage (project_id, stage) where outcome is distinct from 'refused';

create function refuse_all_but_decision() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.outcome is not null
    or to_jsonb(new) - array['outcome', 'decided_by', 'decided_at']
      is distinct from to_jsonb(old) - array['outcome', 'decided_by', 'decided_at'] then
    raise exception 'what was entered is decided once and never rewritten';
  end if;
  return new;
end $$;
create trigger only_decided before update or delete on project_stage
  for each row execute function refuse_all_but_decision();

-- 协议模板: each version is written by one and approved by another; what came with the portal has no author.
create table agreement_template (
  key text not null check (key ~ '^[a-z-]{3,40}$'),
  version integer not null check (version > 0),
  body jsonb not null,
  sha256 bytea not null check (length(sha256) = 32),
  written_by bigint references account (id),
  written_at timestamptz not null,
  approved_by bigint references account (id),
  approved_at timestamptz,
  primary key (key, version),
  check ((approved_by is null) = (approved_at is null)),
  check (written_by is null or approved_by is distinct from written_by)
);

create function refuse_all_but_approval() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.approved_by is not null
    or to_jsonb(new) - array['approved_by', 'approved_at'] is distinct from to_jsonb(old) - array['approved_by', 'approved_at'] then
    raise exception 'a version of a template is approved once and never rewritten';
  end if;
  return new;
end $$;
create trigger only_approved before update or delete on agreement_template
  for each row execute function refuse_all_but_approval();

create table agreement (
  id bigint generated always as identity primary key,
  number text not null unique check (number ~ '^TZ-[0-9]{4}-[0-9]{4,7}$'),
  -- 查验码: with the number it opens the public verification.
  verify_code text not null check (verify_code ~ '^[2-9A-HJ-NP-Z]{8}$'),
  template_key text not null,
  template_version integer not null,
  project_id bigint not null references project (id),
  department_code text not null references department (code),
  exclusive boolean not null,
  admission_industry text,
  state text not null default 'draft' check (state in (
    'draft', 'sent', 'in-progress', 'sealing', 'seal-failed', 'completed', 'declined', 'voided', 'expired'
  )),
  -- Raised by every change of a draft; gates and confirmations are of one.
  version integer not null default 1 check (version > 0),
  -- 协议文本 (AgreementText) and its digest; nothing changes them once it was sent.
  content jsonb not null,
  -- What the template needs and nobody said yet: [{key, label}].
  missing jsonb not null,
  content_sha256 bytea not null check (length(content_sha256) = 32),
  draft_blob uuid not null,
  draft_bytes integer not null check (draft_bytes > 0),
  draft_sha256 bytea not null check (length(draft_sha256) = 32),
  deadline timestamptz not null,
  publish_name boolean not null default false,
  publish_amount boolean not null default false,
  -- 测试证书: made with certificates that prove nothing.
  is_test boolean not null,
  -- 证书等级 that was really reached; null before it is complete.
  tier text check (tier in ('T0', 'T1', 'T2', 'T3')),
  created_by bigint not null references account (id),
  created_at timestamptz not null,
  sent_at timestamptz,
  ended_at timestamptz,
  end_reason text check (length(end_reason) <= 500),
  -- One hand at a time writes the next revision; it lets go by itself.
  lease_id uuid,
  lease_position integer,
  lease_until timestamptz,
  seal_attempts integer not null default 0,
  seal_failure text check (length(seal_failure) <= 500),
  seal_next_at timestamptz,
  demo boolean not null default false,
  foreign key (template_key, template_version) references agreement_template (key, version),
  check ((lease_id is null) = (lease_until is null)),
  check ((state = 'draft') = (sent_at is null) or state in ('voided', 'expired')),
  check (state in ('draft', 'voided', 'expired') or missing = '[]'),
  check ((state in ('completed', 'declined', 'voided', 'expired')) = (ended_at is not null)),
  check ((state = 'completed') = (tier is not null))
);
create index agreement_department on agreement (department_code, id);
create index agreement_project on agreement (project_id);
create index agreement_sealing on agreement (seal_next_at) where state in ('sealing', 'seal-failed');
create index agreement_running on agreement (deadline) where state in ('sent', 'in-progress');

create table agreement_parcel (
  agreement_id bigint not null references agreement (id) on delete cascade,
  position integer not null check (position >= 0),
  parcel_id bigint not null references parcel (id),
  version integer not null,
  geometry_sha256 bytea not null check (length(geometry_sha256) = 32),
  indicators_sha256 bytea not null check (length(indicators_sha256) = 32),
  primary key (agreement_id, position),
  unique (agreement_id, parcel_id)
);
create index agreement_parcel_parcel on agreement_parcel (parcel_id);

-- 发出之前 the draft passes three gates, and each side confirms the file it read: both of one version of it.
create table agreement_gate (
  id bigint generated always as identity primary key,
  agreement_id bigint not null references agreement (id),
  version integer not null,
  gate text not null check (gate in ('legality', 'fair-competition', 'seal')),
  outcome text not null check (outcome in ('passed', 'refused')),
  note text check (length(note) <= 500),
  decided_by bigint not null references account (id),
  decided_at timestamptz not null
);
create index agreement_gate_agreement on agreement_gate (agreement_id, version);
create trigger immutable before update or delete on agreement_gate for each row execute function refuse_change();

create table agreement_confirmation (
  agreement_id bigint not null references agreement (id),
  draft_sha256 bytea not null check (length(draft_sha256) = 32),
  party text not null check (party in ('government', 'company', 'talent')),
  -- By a person of staff or an investor's account; by neither when the link to the draft was used.
  account_id bigint references account (id),
  at timestamptz not null,
  primary key (agreement_id, draft_sha256, party)
);
create trigger immutable before update or delete on agreement_confirmation for each row execute function refuse_change();

create table agreement_signer (
  agreement_id bigint not null references agreement (id),
  position integer not null check (position >= 0),
  party text not null check (party in ('government', 'company', 'talent')),
  role text not null check (role in ('signer', 'approver', 'witness', 'viewer')),
  -- 组: parallel inside, one after another between.
  turn integer not null check (turn between 1 and 20),
  capacity text not null check (capacity in ('legal-representative', 'authorised')),
  -- {name, organisation, email, phone}
  sealed bytea not null,
  email_index bytea not null check (length(email_index) = 32),
  state text not null default 'waiting' check (state in (
    'waiting', 'active', 'viewed', 'signing', 'signed', 'approved', 'declined', 'expired'
  )),
  -- Of signers: the field of the file that is theirs.
  field text,
  reminded_at timestamptz,
  primary key (agreement_id, position)
);
create index agreement_signer_email on agreement_signer (email_index);

-- 签署链接: goes to the signer alone. Only its hash is kept; a new one ends those before it.
create table signing_link (
  token_hash bytea primary key check (length(token_hash) = 32),
  agreement_id bigint not null,
  position integer not null,
  issued_at timestamptz not null,
  ends_at timestamptz not null,
  foreign key (agreement_id, position) references agreement_signer (agreement_id, position) on delete cascade
);
create index signing_link_signer on signing_link (agreement_id, position);

create table signing_session (
  token_hash bytea primary key check (length(token_hash) = 32),
  link_hash bytea not null references signing_link (token_hash) on delete cascade,
  started_at timestamptz not null,
  ends_at timestamptz not null
);

-- 验证码: of one signer, for one document and one purpose; used once.
create table signing_code (
  id bigint generated always as identity primary key,
  agreement_id bigint not null,
  position integer not null,
  purpose text not null check (purpose in ('sign', 'approve')),
  base_sha256 bytea not null check (length(base_sha256) = 32),
  code_hash bytea not null check (length(code_hash) = 32),
  channel text not null check (channel in ('sms', 'mail')),
  issued_at timestamptz not null,
  ends_at timestamptz not null,
  failures integer not null default 0,
  used_at timestamptz,
  foreign key (agreement_id, position) references agreement_signer (agreement_id, position) on delete cascade
);
create index signing_code_signer on signing_code (agreement_id, position, id);

-- 文件版本: each begins with the bytes of the one before it. The bytes lie outside the database, under the id.
create table agreement_revision (
  agreement_id bigint not null references agreement (id),
  number integer not null check (number >= 0),
  kind text not null check (kind in ('base', 'signature', 'seal', 'archive')),
  position integer,
  blob uuid not null unique,
  bytes integer not null check (bytes > 0),
  sha256 bytea not null check (length(sha256) = 32),
  at timestamptz not null,
  primary key (agreement_id, number),
  check ((kind = 'signature') = (position is not null)),
  check ((kind = 'base') = (number = 0))
);
create unique index agreement_revision_signature on agreement_revision (agreement_id, position) where kind = 'signature';
create unique index agreement_revision_seal on agreement_revision (agreement_id) where kind = 'seal';
create unique index agreement_revision_archive on agreement_revision (agreement_id) where kind = 'archive';
create index agreement_revision_sha256 on agreement_revision (sha256);
create trigger immutable before update or delete on agreement_revision for each row execute function refuse_change();
create trigger never_emptied before truncate on agreement_revision for each statement execute function refuse_change();

create function refuse_revision_out_of_order() returns trigger language plpgsql as $$
declare last record;
begin
  select number, bytes into last from agreement_revision
  where agreement_id = new.agreement_id order by number desc limit 1;
  if new.number <> coalesce(last.number + 1, 0) or new.bytes <= coalesce(last.bytes, 0) then
    raise exception 'revisions follow one another and only grow' using errcode = 'check_violation',
      constraint = 'agreement_revision_order';
  end if;
  return new;
end $$;
create trigger in_order before insert on agreement_revision
  for each row execute function refuse_revision_out_of_order();

-- What happened to an agreement, each row hashed with the one before it. The log of the portal names the newest hash.
create table agreement_event (
  agreement_id bigint not null references agreement (id),
  seq integer not null check (seq > 0),
  at timestamptz not null,
  kind text not null check (length(kind) between 3 and 40),
  -- Of staff; the signer by his place.
  account_id bigint references account (id),
  position integer,
  -- As it was hashed: text, since jsonb may be written otherwise one day. No names, no addresses.
  details text not null,
  previous_hash bytea not null check (length(previous_hash) = 32),
  hash bytea not null check (length(hash) = 32),
  primary key (agreement_id, seq)
);
create trigger immutable before update or delete on agreement_event for each row execute function refuse_change();
create trigger never_emptied before truncate on agreement_event for each statement execute function refuse_change();

-- 履约事项: what was promised, and until when.
create table obligation (
  agreement_id bigint not null references agreement (id),
  position integer not null check (position >= 0),
  kind text not null check (kind in ('investment-intensity', 'tax', 'start', 'completion', 'full-production', 'other')),
  figure text not null check (length(figure) between 1 and 200),
  due_on date,
  primary key (agreement_id, position)
);
create trigger immutable before update or delete on obligation for each row execute function refuse_change();

-- 测试证书: made by this installation for demonstration; keys sealed.
create table signing_authority (
  purpose text primary key check (purpose in ('root', 'timestamp', 'platform')),
  certificate bytea not null,
  sealed_key bytea not null,
  made_at timestamptz not null
);

-- 招商协调中: a hold is of one agreement and ends by itself.
alter table parcel_hold add column agreement_id bigint references agreement (id);
alter table parcel_hold add column ends_at timestamptz check (ends_at > held_from);
alter table parcel_hold add column release_cause text check (release_cause in ('ended', 'term', 'notice'));
alter table parcel_hold add constraint parcel_hold_term check (agreement_id is null or ends_at is not null);
create unique index parcel_hold_agreement on parcel_hold (agreement_id, parcel_id);

create or replace function refuse_all_but_release() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.released_at is not null
    or to_jsonb(new) - array['released_at', 'release_cause'] is distinct from to_jsonb(old) - array['released_at', 'release_cause'] then
    raise exception 'a hold can only be released';
  end if;
  return new;
end $$;

-- Only what was sent holds, only what is exclusive, and only its own parcels.
create function refuse_foreign_hold() returns trigger language plpgsql as $$
begin
  if new.agreement_id is not null and not exists (
    select from agreement a join agreement_parcel p on p.agreement_id = a.id and p.parcel_id = new.parcel_id
    where a.id = new.agreement_id and a.exclusive and a.state in ('sent', 'in-progress', 'sealing', 'seal-failed', 'completed')
  ) then
    raise exception 'an agreement holds its own parcels while it is under way' using errcode = 'check_violation',
      constraint = 'parcel_hold_agreement';
  end if;
  return new;
end $$;
create trigger of_agreement before insert on parcel_hold for each row execute function refuse_foreign_hold();

-- The second wall behind the rules of the portal: the ways an agreement may go, whatever a program does.
create function refuse_wrong_course() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'an agreement is never deleted'; end if;
  if old.state <> 'draft' and to_jsonb(new) - array[
      'state', 'deadline', 'tier', 'ended_at', 'end_reason', 'lease_id', 'lease_position', 'lease_until',
      'seal_attempts', 'seal_failure', 'seal_next_at'
    ] is distinct from to_jsonb(old) - array[
      'state', 'deadline', 'tier', 'ended_at', 'end_reason', 'lease_id', 'lease_position', 'lease_until',
      'seal_attempts', 'seal_failure', 'seal_next_at'
    ] then
    raise exception 'what was sent stays as it was sent' using errcode = 'check_violation',
      constraint = 'agreement_frozen';
  end if;
  if old.ended_at is not null then
    raise exception 'what has ended stays ended' using errcode = 'check_violation', constraint = 'agreement_ended';
  end if;
  if new.state <> old.state and not (old.state, new.state) in (
    ('draft', 'sent'), ('draft', 'voided'), ('draft', 'expired'),
    ('sent', 'in-progress'), ('sent', 'sealing'), ('in-progress', 'sealing'),
    ('sent', 'declined'), ('sent', 'voided'), ('sent', 'expired'),
    ('in-progress', 'declined'), ('in-progress', 'voided'), ('in-progress', 'expired'),
    ('sealing', 'seal-failed'), ('seal-failed', 'sealing'), ('sealing', 'completed'), ('seal-failed', 'completed')
  ) then
    raise exception 'an agreement does not go from % to %', old.state, new.state using errcode = 'check_violation',
      constraint = 'agreement_course';
  end if;
  if new.state in ('sealing', 'seal-failed', 'completed') and exists (
    select from agreement_signer s
    where s.agreement_id = new.id and (
      (s.role = 'signer' and (s.state <> 'signed' or not exists (
        select from agreement_revision r
        where r.agreement_id = s.agreement_id and r.position = s.position and r.kind = 'signature'
      ))) or (s.role = 'approver' and s.state <> 'approved')
    )
  ) then
    raise exception 'a signature is missing' using errcode = 'check_violation', constraint = 'agreement_signed';
  end if;
  if new.state = 'completed' and not exists (
    select from agreement_revision r where r.agreement_id = new.id and r.kind = 'archive'
  ) then
    raise exception 'the seal is missing' using errcode = 'check_violation', constraint = 'agreement_sealed';
  end if;
  return new;
end $$;
create trigger course before update or delete on agreement for each row execute function refuse_wrong_course();

-- Who ends, lets go.
create function release_holds() returns trigger language plpgsql as $$
begin
  if new.state in ('declined', 'voided', 'expired') and new.state <> old.state then
    update parcel_hold set released_at = greatest(held_from, new.ended_at), release_cause = 'ended'
    where agreement_id = new.id and released_at is null;
  end if;
  return null;
end $$;
create trigger lets_go after update on agreement for each row execute function release_holds();

-- A signature once made is not unmade.
create function refuse_unsigning() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and exists (select from agreement a where a.id = old.agreement_id and a.state <> 'draft') then
    raise exception 'who was asked to sign stays' using errcode = 'check_violation', constraint = 'agreement_signer_stays';
  end if;
  if tg_op = 'UPDATE' and old.state in ('signed', 'approved', 'declined') and new.state <> old.state then
    raise exception 'what a signer said stays said' using errcode = 'check_violation', constraint = 'agreement_signer_done';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger stays before update or delete on agreement_signer for each row execute function refuse_unsigning();

-- Letters to signers: sealed as those of enquiries, and gone with the sending.
alter table letter add column agreement_id bigint references agreement (id);
alter table letter add column signer_position integer;
create index letter_agreement on letter (agreement_id);
