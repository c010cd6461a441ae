-- A side confirms a draft together with who will sign it: of one version, as the gates are. Whoever signs may change and leave the
-- paper as it was, since the paper shows neither address nor telephone.
alter table agreement_confirmation disable trigger immutable;
alter table agreement_confirmation add column version integer;
update agreement_confirmation c set version = a.version from agreement a where a.id = c.agreement_id;
alter table agreement_confirmation alter column version set not null;
alter table agreement_confirmation drop constraint agreement_confirmation_pkey;
alter table agreement_confirmation add primary key (agreement_id, version, draft_sha256, party);
alter table agreement_confirmation enable trigger immutable;
