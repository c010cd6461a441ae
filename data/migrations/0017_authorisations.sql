-- 授权委托书 of who signs as an authorised representative: its number or date. What was sent before this came has none.
alter table agreement_signer add column authorisation text check (length(authorisation) between 2 and 120);
alter table agreement_signer add constraint agreement_signer_authorisation
  check (authorisation is null or capacity = 'authorised');
