import type { Tx } from '../db/database.ts';

export type RehearsedProject = {
  projectId: number;
  number: string;
  rehearsal: number;
  /** 招才: its amount is in no total. */
  isOfPeople: boolean;
  accountId: number;
  at: Date;
};

/**
 * 演练项目: what is known of a project under a number of its own; no parcel, no enquiry and no stage goes with it. What an agreement
 * asks for and nobody knows yet is filled in: a registration in Antarctica, where nobody has one, an investment that is all fixed, and some investment in people.
 */
export async function copyProject(tx: Tx, project: RehearsedProject): Promise<number> {
  const { projectId, number, rehearsal, isOfPeople, accountId, at } = project;
  const invested = isOfPeople ? tx`greatest(investment_total_yuan, 1000000)` : tx`investment_total_yuan`;
  const [row] = await tx<{ id: number }[]>`
    insert into project (number, name, company, credit_code, foreign_registration, investor_class, channel,
      investment_total_yuan, fixed_investment_yuan, department_code, created_by, created_at, rehearsal_event_id)
    select ${number}, name, company, credit_code,
      coalesce(foreign_registration, case when credit_code is null then 'AQ ' || ${number}::text end), investor_class, channel,
      ${invested}, coalesce(fixed_investment_yuan, ${invested}), department_code, ${accountId}, ${at}, ${rehearsal}
    from project where id = ${projectId} returning id::int as id`;
  if (row === undefined) throw new Error('what is signed is of a project');
  return row.id;
}
