import type { Sql } from '../db/database.ts';
import type { CodeChannel } from './terms.ts';

/** The code by which somebody acted in his place: which way it went, and when it was taken. */
export type UsedCode = { position: number; channel: CodeChannel; usedAt: Date };

/** The last that each place used for its own act, alone or for a whole set; handing on is no act of it. */
export async function readUsedCodes(sql: Sql, agreementId: number): Promise<UsedCode[]> {
  return await sql<UsedCode[]>`
    select distinct on (position) position, channel, "usedAt" from (
      select position, channel, used_at as "usedAt", id from signing_code
      where agreement_id = ${agreementId} and used_at is not null
        and purpose in ('sign', 'approve', 'witness')
      union all
      select i.position, b.channel, b.used_at, b.id
      from signing_batch b join signing_batch_item i on i.batch_id = b.id
      where i.agreement_id = ${agreementId} and b.used_at is not null
    ) used
    order by position, "usedAt" desc, id desc limit 100`;
}
