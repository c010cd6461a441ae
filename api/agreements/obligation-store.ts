import type { Sql, Tx } from '../db/database.ts';
import type { AgreementRecord } from './agreement-store.ts';
import type { Agreement } from './agreement-schema.ts';
import { obligationsOf } from './obligation-rules.ts';

/** 履约事项: what the text promises, with the days until which. */
export async function writeObligations(tx: Tx, { id, content }: AgreementRecord): Promise<void> {
  const rows = obligationsOf(content).map(({ kind, figure, dueOn }, position) => ({
    agreement_id: id,
    position,
    kind,
    figure,
    due_on: dueOn,
  }));
  if (rows.length > 0) await tx`insert into obligation ${tx(rows)}`;
}

export async function readObligations(sql: Sql, agreementId: number): Promise<Agreement['obligations']> {
  return await sql<Agreement['obligations']>`
    select kind, figure, due_on::text as "dueOn" from obligation
    where agreement_id = ${agreementId} order by position limit 100`;
}
