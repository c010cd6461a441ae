-- The number of a draft's last revision outlives the draft: whoever still holds an earlier draft of the same parcel must not
-- overwrite the next one because their numbers happen to be equal (If-Match).
create table ended_draft (
  code text primary key check (length(code) between 1 and 64),
  last_revision integer not null check (last_revision > 0)
);

insert into ended_draft (code, last_revision)
select code, max(revision) from submission group by code;

create function remember_ended_draft() returns trigger language plpgsql as $$
begin
  insert into ended_draft (code, last_revision) values (old.code, old.revision)
  on conflict (code) do update set last_revision = greatest(ended_draft.last_revision, excluded.last_revision);
  return null;
end $$;

create trigger parcel_draft_ends after delete on parcel_draft
for each row execute function remember_ended_draft();

-- Where a draft of this parcel begins: behind every earlier draft and behind the version, whose number editors send as
-- If-Match while there is no draft.
create function first_revision(parcel_code text, version integer) returns integer language sql stable as $$
  select greatest(coalesce(version, 0), coalesce((select last_revision from ended_draft where code = parcel_code), 0)) + 1
$$;
