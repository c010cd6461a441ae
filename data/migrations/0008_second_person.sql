-- 四眼原则 in the database itself, also against whoever writes past the portal: what is handed in waits for review, its own hand is
-- among its authors whatever the list of authors says, and that list is closed with the first review.

create function refuse_unreviewed() returns trigger language plpgsql as $$
begin
  if new.state <> 'waiting' then
    raise exception 'a submission begins by waiting for review'
      using errcode = 'check_violation', constraint = 'submission_waits';
  end if;
  return new;
end $$;
create trigger begins_waiting before insert on submission for each row execute function refuse_unreviewed();

create function refuse_late_author() returns trigger language plpgsql as $$
begin
  if exists (select from review r where r.submission_id = new.submission_id) then
    raise exception 'the authors of what is reviewed are settled'
      using errcode = 'check_violation', constraint = 'submission_author_settled';
  end if;
  return new;
end $$;
create trigger settled before insert on submission_author for each row execute function refuse_late_author();

create function refuse_submitters_review() returns trigger language plpgsql as $$
begin
  if exists (
    select from submission s
    join account submitter on submitter.id = s.submitted_by
    join account reviewer on reviewer.id = new.decided_by
    where s.id = new.submission_id
      and (submitter.id = reviewer.id or submitter.department_code = reviewer.department_code)
  ) then
    raise exception 'nobody reviews what he or his department handed in'
      using errcode = 'check_violation', constraint = 'review_second_person';
  end if;
  return new;
end $$;
create trigger submitter before insert on review for each row execute function refuse_submitters_review();
