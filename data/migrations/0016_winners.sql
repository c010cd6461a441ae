-- 竞得人: who won a parcel, as its 成交确认书 says; of one deal, entered by one person and confirmed by another. Staff alone read it.
create table parcel_winner (
  id bigint generated always as identity primary key,
  parcel_id bigint not null references parcel (id),
  -- The deal (成交): after another one this winner counts no more.
  deal_id bigint not null references parcel_event (id),
  company text not null check (length(company) between 1 and 200),
  credit_code text not null check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  confirmation_number text not null check (length(confirmation_number) between 1 and 100),
  confirmed_on date not null,
  entered_by bigint not null references account (id),
  entered_at timestamptz not null,
  outcome text check (outcome in ('confirmed', 'refused')),
  decided_by bigint references account (id),
  decided_at timestamptz,
  check ((outcome is null) = (decided_by is null) and (outcome is null) = (decided_at is null)),
  check (decided_by is distinct from entered_by)
);
create unique index parcel_winner_once on parcel_winner (deal_id) where outcome is distinct from 'refused';
create index parcel_winner_parcel on parcel_winner (parcel_id);
create trigger only_decided before update or delete on parcel_winner
  for each row execute function refuse_all_but_decision();
