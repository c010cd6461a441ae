-- Search by pinyin, and search words that follow the rule and the names they were made from.

alter table parcel_public
  -- How the Chinese of search_text is read, a line for each text: initials in capitals, then the syllables.
  add column search_pinyin text not null default '',
  -- The version of the rule that made both; 0: to be made anew at the next start.
  add column search_version integer not null default 0;

-- The words of a parcel are made of names of regions and industries, too: a new name makes them old.
create function outdate_search_words() returns trigger language plpgsql as $$
begin
  if exists (
    select from before b join after a using (code)
    where (a.name_zh, a.name_en) is distinct from (b.name_zh, b.name_en)
  ) then
    update parcel_public set search_version = 0 where search_version <> 0;
  end if;
  return null;
end $$;
create trigger renamed after update on region
  referencing old table as before new table as after
  for each statement execute function outdate_search_words();
create trigger renamed after update on industry
  referencing old table as before new table as after
  for each statement execute function outdate_search_words();
