-- 履约期限: of a promise that names no day, how long it has from which step on. The day follows of the step's own, at reading.
alter table obligation add column term_amount integer check (term_amount > 0);
alter table obligation add column term_unit text check (term_unit in ('year', 'month', 'day', 'working-day'));
alter table obligation add column counts_from text
  check (counts_from in ('effective', 'supplied', 'construction-started', 'completed'));
alter table obligation add constraint obligation_term check (
  (term_amount is null) = (counts_from is null) and (term_unit is null) = (counts_from is null)
);

-- 注册: a company to be set up.
alter table obligation drop constraint obligation_kind_check;
alter table obligation add constraint obligation_kind_check check (
  kind in ('investment-intensity', 'tax', 'registration', 'start', 'completion', 'full-production', 'other')
);
