-- People and what they may do, the letters they get, and the log of what was done (审计日志).

-- 部门: what it decides about. `promotion` (招商) brings parcels in; `land` (自然资源和规划) alone reviews shape, area, limits,
-- dates and status; `terms` reviews prices, costs and wording.
alter table department add column duty text not null default 'promotion'
  check (duty in ('promotion', 'land', 'terms'));

-- The regions a department answers for: its parcels lie in one of them, or below one.
create table department_region (
  department_code text not null references department (code),
  region_code text not null references region (code),
  primary key (department_code, region_code)
);

create table account (
  id bigint generated always as identity primary key,
  -- Lower case, as it is compared; the address letters go to.
  email text not null unique check (email = lower(email) and length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 100),
  role text not null check (role in ('investor', 'publisher', 'reviewer', 'host', 'auditor', 'admin')),
  department_code text references department (code),
  -- 审核权限: what a reviewer decides about.
  competences text[] not null default '{}' check (competences <@ array['land', 'terms']),
  locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
  -- argon2id in PHC form; null until its owner has chosen a password.
  password_hash text,
  email_verified_at timestamptz,
  -- AES-256-GCM under the installation's key; a secret without a confirmation is an enrolment that was begun.
  totp_secret bytea,
  totp_confirmed_at timestamptz,
  -- The last time step (RFC 6238) whose code was used: a code works once.
  totp_last_step bigint,
  locked_at timestamptz,
  demo boolean not null default false,
  created_at timestamptz not null default now(),
  check (role <> 'publisher' or department_code is not null),
  check (role <> 'reviewer' or (department_code is not null and cardinality(competences) > 0)),
  check (role = 'reviewer' or cardinality(competences) = 0),
  check (totp_confirmed_at is null or totp_secret is not null)
);

-- Only the bureau of land decides about land.
create function refuse_land_competence_elsewhere() returns trigger language plpgsql as $$
begin
  if 'land' = any(new.competences) and not exists (
    select from department d where d.code = new.department_code and d.duty = 'land'
  ) then
    raise exception 'the competence for land belongs to the bureau of natural resources and planning'
      using errcode = 'check_violation', constraint = 'account_land_competence';
  end if;
  return new;
end $$;
create trigger land_competence before insert or update on account
  for each row execute function refuse_land_competence_elsewhere();

-- 值班: who answers for a department's parcels, in this order.
create table duty_officer (
  department_code text not null references department (code),
  position integer not null check (position > 0),
  name_zh text not null check (length(name_zh) between 1 and 100),
  name_en text not null check (length(name_en) between 1 and 100),
  phone text not null check (length(phone) between 5 and 40),
  account_id bigint references account (id),
  primary key (department_code, position)
);

create table session (
  -- SHA-256 of the token in the cookie: who reads this table cannot sign in with it.
  token_hash bytea primary key check (length(token_hash) = 32),
  account_id bigint not null references account (id),
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- When its owner last proved who he is, by password and, where there is one, by code.
  proved_at timestamptz not null,
  ends_at timestamptz not null,
  check (ends_at > started_at)
);
create index session_account on session (account_id);

-- A secret that was sent by letter or printed by the command line; works once.
create table account_token (
  token_hash bytea primary key check (length(token_hash) = 32),
  account_id bigint not null references account (id),
  purpose text not null check (purpose in ('verify-email', 'reset-password', 'sign-in')),
  created_at timestamptz not null,
  ends_at timestamptz not null,
  used_at timestamptz
);
create index account_token_account on account_token (account_id, purpose);

create table recovery_code (
  account_id bigint not null references account (id),
  code_hash bytea not null check (length(code_hash) = 32),
  used_at timestamptz,
  primary key (account_id, code_hash)
);

-- Failed or costly attempts, counted for each account and each address in a window; rows older than a day are dropped.
create table attempt (
  kind text not null,
  -- A hash: neither addresses nor e-mails of strangers are kept.
  subject bytea not null,
  at timestamptz not null
);
create index attempt_subject on attempt (kind, subject, at);

-- The answer to a request that carried an Idempotency-Key: sent again, it is answered again and not done again.
create table idempotent_answer (
  account_id bigint not null references account (id),
  key text not null check (length(key) between 8 and 128),
  -- SHA-256 of method, path and body: one key stands for one request.
  request_hash bytea not null check (length(request_hash) = 32),
  status integer not null,
  body jsonb,
  answered_at timestamptz not null default now(),
  primary key (account_id, key)
);

-- Letters, written in the transaction of their cause and sent after it. The text is dropped when it was sent: it may hold a secret.
create table letter (
  id uuid primary key default gen_random_uuid(),
  recipient text not null check (length(recipient) between 3 and 254 and recipient !~ '[\r\n]'),
  subject text not null check (length(subject) between 1 and 200 and subject !~ '[\r\n]'),
  body text,
  cause text not null,
  written_at timestamptz not null default now(),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  sent_at timestamptz,
  -- Given up: the last refusal, without the address.
  failed_at timestamptz,
  failure text,
  check (body is not null or sent_at is not null or failed_at is not null),
  check (sent_at is null or failed_at is null)
);
create index letter_due on letter (next_attempt_at) where sent_at is null and failed_at is null;

-- 审计日志: what was done, by whom, to what. Each row holds the hash of the row before it, so that nothing can be changed,
-- removed, put in or moved without a trace; the newest hash is also written outside the database.
create table audit_entry (
  seq bigint primary key check (seq > 0),
  at timestamptz not null,
  -- Null: the system itself or the command line.
  account_id bigint,
  role text not null,
  action text not null check (action ~ '^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)*$'),
  subject text not null,
  -- Not jsonb: the hash is of this very text.
  details json not null check (json_typeof(details) = 'object'),
  previous_hash bytea not null check (length(previous_hash) = 32),
  hash bytea not null unique check (length(hash) = 32)
);
create index audit_entry_subject on audit_entry (subject, seq);
create index audit_entry_account on audit_entry (account_id, seq);
create index audit_entry_action on audit_entry (action, seq);
create index audit_entry_at on audit_entry (at);

create trigger append_only before update or delete on audit_entry
  for each row execute function refuse_change();
create trigger never_emptied before truncate on audit_entry
  for each statement execute function refuse_change();
