-- 附件: files of a parcel. Which of them a version has, under what title and for whom, is a part of that version.

-- One file as it was taken in; its bytes lie outside the database under the same id. Never changed: another file is another row.
create table attachment (
  id uuid primary key,
  -- Of the parcel, which may still be a draft.
  code text not null check (length(code) between 1 and 64),
  -- Whose hand it came from, while no version has it.
  department_code text not null references department (code),
  file_name text not null check (length(file_name) between 1 and 120),
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png', 'image/webp')),
  bytes integer not null check (bytes between 1 and 20971520),
  sha256 bytea not null check (length(sha256) = 32),
  uploaded_by bigint not null references account (id),
  uploaded_at timestamptz not null
);
create index attachment_code on attachment (code);
create trigger immutable before update on attachment for each row execute function refuse_change();

create table version_attachment (
  parcel_id bigint not null,
  version integer not null,
  position integer not null check (position >= 0),
  attachment_id uuid not null references attachment (id),
  kind text not null check (kind in (
    'survey-plan', 'boundary-plan', 'planning-conditions', 'evaluation-report', 'site-photograph', 'other'
  )),
  title text not null check (length(title) between 1 and 100),
  -- `staff`: never on a public surface.
  visibility text not null check (visibility in ('public', 'staff')),
  primary key (parcel_id, version, position),
  unique (parcel_id, version, attachment_id),
  foreign key (parcel_id, version) references parcel_version (parcel_id, version)
);
create index version_attachment_file on version_attachment (attachment_id);
create trigger immutable before update or delete on version_attachment for each row execute function refuse_change();
create trigger closed before insert on version_attachment
  for each row execute function refuse_addition_to_published();
