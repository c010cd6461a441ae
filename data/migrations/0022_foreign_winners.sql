-- 竞得人 from abroad has no 统一社会信用代码: its country (ISO 3166) and its number in that country's register, as projects have them.
alter table parcel_winner
  alter column credit_code drop not null,
  add column foreign_registration text check (foreign_registration ~ '^[A-Z]{2} .{1,60}$'),
  add check (num_nonnulls(credit_code, foreign_registration) = 1);
