import type { Tx } from '../db/database.ts';

export type RehearsedProject = {
  projectId: number;
  number: string;
  rehearsal: number;
  accountId: number;
  at: Date;
};

/** 演练项目: what is known of a project under a number of its own; no parcel, no enquiry and no stage goes with it. */
export async function copyProject(tx: Tx, project: RehearsedProject): Promise<number> {
  const { projectId, number, rehearsal, accountId, at } = project;
  const [row] = await tx<{ id: number }[]>`
    insert into project (number, name, company, credit_code, foreign_registration, investor_class, channel,
      investment_total_yuan, fixed_investment_yuan, department_code, created_by, created_at, rehearsal_event_id)
    select ${number}, name, company, credit_code, foreign_registration, investor_class, channel,
      investment_total_yuan, fixed_investment_yuan, department_code, ${accountId}, ${at}, ${rehearsal}
    from project where id = ${projectId} returning id::int as id`;
  if (row === undefined) throw new Error('what is signed is of a project');
  return row.id;
}
