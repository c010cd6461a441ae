import type { Sql, Tx } from '../db/database.ts';
import type { AgreementRecord } from './agreement-store.ts';
import type { Agreement } from './agreement-schema.ts';
import { obligationsOf } from './obligation-rules.ts';

/** 履约事项: what the text promises, with the days until which; a promise once all have signed. */
export async function writeObligations(tx: Tx, { id, content }: AgreementRecord): Promise<void> {
  const rows = obligationsOf(content).map(({ kind, figure, dueOn }, position) => ({
    agreement_id: id,
    position,
    kind,
    figure,
    due_on: dueOn,
  }));
  // What was sent before this was so has them already.
  if (rows.length > 0) await tx`insert into obligation ${tx(rows)} on conflict do nothing`;
}

export async function readObligations(sql: Sql, agreementId: number): Promise<Agreement['obligations']> {
  return await sql<Agreement['obligations']>`
    select o.kind, o.figure, o.due_on::text as "dueOn" from obligation o join agreement a on a.id = o.agreement_id
    where o.agreement_id = ${agreementId} and a.state = 'completed' order by o.position limit 100`;
}
