import type { Tx } from '../db/database.ts';
import type { NewStage, StageCorrection } from './agreement-schema.ts';
import type { ReportedStage } from './terms.ts';

type Entered = { projectId: number; accountId: number; at: Date };

/** Null when the project has this stage already, or it waits for its second person. */
export async function insertStage(tx: Tx, stage: NewStage & Entered): Promise<number | null> {
  const [row] = await tx<{ id: number }[]>`
    insert into project_stage (project_id, stage, on_day, evidence, entered_by, entered_at)
    values (${stage.projectId}, ${stage.stage}, ${stage.on}, ${stage.evidence}, ${stage.accountId}, ${stage.at})
    on conflict do nothing returning id::int as id`;
  return row?.id ?? null;
}

/** False when somebody decided already, or entered it himself. */
export async function decideStage(
  tx: Tx,
  decision: { id: number; projectId: number; outcome: 'confirmed' | 'refused'; accountId: number; at: Date },
): Promise<boolean> {
  const decided = await tx`
    update project_stage set outcome = ${decision.outcome}, decided_by = ${decision.accountId}, decided_at = ${decision.at}
    where id = ${decision.id} and project_id = ${decision.projectId} and outcome is null
      and entered_by <> ${decision.accountId}
    returning id`;
  return decided.length === 1;
}

/**
 * 更正 of a confirmed report, which stands beside it and takes its place once somebody else confirmed it: the stage that it is of.
 * Null when there is no such report, or it has a correction already, confirmed or waiting.
 */
export async function insertCorrection(
  tx: Tx,
  correction: StageCorrection & Entered & { id: number },
): Promise<{ id: number; stage: ReportedStage } | null> {
  const { id, projectId, on, evidence, reason, accountId, at } = correction;
  const [row] = await tx<{ id: number; stage: ReportedStage }[]>`
    insert into project_stage (project_id, stage, on_day, evidence, entered_by, entered_at, corrects, reason)
    select s.project_id, s.stage, ${on}::date, ${evidence}, ${accountId}, ${at}, s.id, ${reason}
    from project_stage s where s.id = ${id} and s.project_id = ${projectId} and s.outcome = 'confirmed'
    on conflict do nothing returning id::int as id, stage`;
  return row ?? null;
}
