-- What was said for one agreement alone when it was drafted ({terms, details}): whoever edits the draft begins from it. What was
-- drafted before begins from nothing.
alter table agreement add column asked jsonb not null default '{"terms": {}, "details": {}}';

-- Raised by every change of a project, so that two who edit it at once notice.
alter table project add column version integer not null default 1 check (version > 0);
