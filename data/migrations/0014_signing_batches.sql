-- 批量签署: several agreements of one person, opened in one browser, signed with one code.

-- Links that were opened in the same browser, one after another.
alter table signing_session add column browser uuid not null default gen_random_uuid();
create index signing_session_browser on signing_session (browser);

-- 验证码 of a person for a set of documents, each in the state it had; used once. `person_index`: a keyed hash of how he is reached.
create table signing_batch (
  id bigint generated always as identity primary key,
  person_index bytea not null check (length(person_index) = 32),
  set_sha256 bytea not null check (length(set_sha256) = 32),
  code_hash bytea not null check (length(code_hash) = 32),
  channel text not null check (channel in ('sms', 'mail')),
  issued_at timestamptz not null,
  ends_at timestamptz not null,
  failures integer not null default 0,
  used_at timestamptz
);
create index signing_batch_person on signing_batch (person_index, id);

create table signing_batch_item (
  batch_id bigint not null references signing_batch (id) on delete cascade,
  agreement_id bigint not null,
  position integer not null,
  head_sha256 bytea not null check (length(head_sha256) = 32),
  primary key (batch_id, agreement_id),
  foreign key (agreement_id, position) references agreement_signer (agreement_id, position) on delete cascade
);
create index signing_batch_item_agreement on signing_batch_item (agreement_id, position);
