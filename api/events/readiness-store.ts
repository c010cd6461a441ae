import type { Sql } from '../db/database.ts';
import type { SignerReadiness } from './staff-signing-rules.ts';

/**
 * Of the signers of these agreements that somebody waits for. A code is bound to the file that was sent, one for a set to the
 * newest state of it; what was read or sent before another person got the place (转交) is not this one's.
 */
export async function readReadiness(
  sql: Sql,
  agreements: readonly number[],
  at: Date,
): Promise<SignerReadiness[]> {
  if (agreements.length === 0) return [];
  return await sql<SignerReadiness[]>`
    select s.agreement_id::int as agreement, s.position, s.party, s.role,
      s.state in ('signed', 'approved', 'witnessed') as "isDone",
      s.state in ('active', 'viewed', 'signing') as "isAsked",
      s.state in ('viewed', 'signing', 'signed', 'approved', 'witnessed') as "hasOpened",
      exists (
        select from agreement_event r
        where r.agreement_id = s.agreement_id and r.position = s.position and r.kind = 'read' and r.at >= own.since
          and r.details::jsonb ->> 'content' = encode(a.content_sha256, 'hex')) as "hasRead",
      (select max(c.ends_at) from signing_code c
        where c.agreement_id = s.agreement_id and c.position = s.position and c.used_at is null and c.ends_at > ${at}
          and c.issued_at >= own.since and c.base_sha256 = base.sha256
          and c.purpose = case s.role when 'signer' then 'sign' when 'approver' then 'approve' else 'witness' end
      ) as "codeUntil",
      (select max(b.ends_at) from signing_batch b join signing_batch_item i on i.batch_id = b.id
        where i.agreement_id = s.agreement_id and i.position = s.position and b.used_at is null and b.ends_at > ${at}
          and b.issued_at >= own.since and i.head_sha256 = head.sha256) as "batchUntil"
    from agreement_signer s join agreement a on a.id = s.agreement_id
    left join agreement_revision base on base.agreement_id = a.id and base.number = 0
    left join lateral (
      select r.sha256 from agreement_revision r where r.agreement_id = a.id order by r.number desc limit 1
    ) head on true
    cross join lateral (
      select coalesce(max(d.decided_at), '-infinity') as since from agreement_delegation d
      where d.agreement_id = s.agreement_id and d.position = s.position and d.outcome = 'admitted'
    ) own
    where s.agreement_id = any(${[...agreements]}::bigint[]) and s.role <> 'viewer'
    order by s.agreement_id, s.position limit 2000`;
}
