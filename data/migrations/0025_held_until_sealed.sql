-- The second wall behind the rules of 招商协调: who looks at another's agreement sees it as it was when his statement began, a
-- trigger sees it as it is.

-- What is exclusive and signed by all holds its parcels at that very moment; nobody lets go of them before that is committed.
create function refuse_unheld_sealing() returns trigger language plpgsql as $$
begin
  if not new.exclusive or new.state <> 'sealing' or old.state not in ('sent', 'in-progress') then return new; end if;
  perform from parcel_hold where agreement_id = new.id and released_at is null order by id for update;
  if exists (
    select from agreement_parcel p where p.agreement_id = new.id and not exists (
      select from parcel_hold h
      where h.agreement_id = new.id and h.parcel_id = p.parcel_id and h.released_at is null
    )
  ) then
    raise exception 'its parcel is no longer held for it' using errcode = 'check_violation', constraint = 'agreement_held';
  end if;
  return new;
end $$;
create trigger held before update on agreement for each row execute function refuse_unheld_sealing();

-- The end of a term waits for the seal.
create function keep_while_sealing() returns trigger language plpgsql as $$
begin
  if new.release_cause = 'term' and exists (
    select from agreement where id = old.agreement_id and state in ('sealing', 'seal-failed')
  ) then
    return null;
  end if;
  return new;
end $$;
create trigger kept_while_sealing before update on parcel_hold for each row execute function keep_while_sealing();
