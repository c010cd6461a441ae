-- 目标: 投资到位, 达产, 税收达标, confirmed like a stage; and 更正: a report that takes the place of a confirmed one once a second
-- person confirmed it too. What it corrects stands as it was.
alter table project_stage drop constraint project_stage_stage_check;
alter table project_stage add constraint project_stage_stage_check check (stage in (
  'signed', 'registered', 'supplied', 'construction-started', 'completed', 'production-started', 'terminated',
  'investment-met', 'full-production', 'tax-met'
));
alter table project_stage add column corrects bigint references project_stage (id);
alter table project_stage add column reason text check (length(reason) between 1 and 500);
-- Without a day: it was not reached.
alter table project_stage alter column on_day drop not null;
alter table project_stage add constraint project_stage_correction check (
  (corrects is null) = (reason is null) and (corrects is not null or on_day is not null) and corrects is distinct from id
);

drop index project_stage_once;
create unique index project_stage_once on project_stage (project_id, stage)
  where corrects is null and outcome is distinct from 'refused';
create unique index project_stage_corrected_once on project_stage (corrects) where outcome is distinct from 'refused';

create function refuse_stray_correction() returns trigger language plpgsql as $$
begin
  if new.corrects is not null and not exists (
    select from project_stage s
    where s.id = new.corrects and s.project_id = new.project_id and s.stage = new.stage and s.outcome = 'confirmed'
  ) then
    raise exception 'a correction is of a confirmed report of the same stage';
  end if;
  return new;
end $$;
create trigger of_confirmed before insert on project_stage
  for each row execute function refuse_stray_correction();
