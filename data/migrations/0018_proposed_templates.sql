-- 拟新版本: a version is written at the desk, or came with the portal; it waits for a second person, or is withdrawn with a reason.
drop trigger only_approved on agreement_template;
alter table agreement_template
  add column withdrawn_by bigint references account (id),
  add column withdrawn_at timestamptz,
  add column withdrawn_reason text check (length(withdrawn_reason) between 1 and 500),
  -- The version it had in the portal's own files: with versions of its own an installation counts on by itself.
  add column came_as integer check (came_as > 0),
  add check ((withdrawn_by is null) = (withdrawn_at is null) and (withdrawn_by is null) = (withdrawn_reason is null)),
  add check (withdrawn_by is null or approved_by is null);
update agreement_template set came_as = version where written_by is null;
alter table agreement_template add check ((written_by is null) = (came_as is not null));
create unique index agreement_template_came on agreement_template (key, came_as);
-- Two who write at once would write past each other.
create unique index agreement_template_one_proposed on agreement_template (key)
  where written_by is not null and approved_by is null and withdrawn_by is null;

create or replace function refuse_all_but_approval() returns trigger language plpgsql as $$
declare
  decision constant text[] := array['approved_by', 'approved_at', 'withdrawn_by', 'withdrawn_at', 'withdrawn_reason'];
begin
  if tg_op = 'DELETE' or old.approved_by is not null or old.withdrawn_by is not null
    or to_jsonb(new) - decision is distinct from to_jsonb(old) - decision then
    raise exception 'a version of a template is approved or withdrawn once and never rewritten';
  end if;
  return new;
end $$;
create trigger only_approved before update or delete on agreement_template
  for each row execute function refuse_all_but_approval();
