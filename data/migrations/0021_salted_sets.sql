-- 清单项的盐: whoever gets the evidence of one agreement cannot tell from the digests of a set what else was signed with it.
-- None of sets from before: their digest is of the numbers themselves.
alter table signing_batch_item add column salt bytea check (length(salt) = 16);
