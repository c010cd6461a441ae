-- 拒签, 确认草稿: whoever has only the link does neither; each has a code of its own purpose.
alter table signing_code drop constraint signing_code_purpose_check;
alter table signing_code add constraint signing_code_purpose_check
  check (purpose in ('sign', 'approve', 'witness', 'delegate', 'decline', 'confirm'));
