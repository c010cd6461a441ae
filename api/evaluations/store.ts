import type { Tx } from '../db/database.ts';
import type { EvaluationInput } from './schema.ts';

/** Writes 区域评估 with the areas they cover. */
export async function insertEvaluations(
  tx: Tx,
  evaluations: EvaluationInput[],
  origin: { publicFrom: Date; demo: boolean },
): Promise<void> {
  for (const evaluation of evaluations) {
    await tx`
      insert into evaluation (kind, scope, report_number, approved_by, approved_on, valid_until, public_from, demo)
      values (
        ${evaluation.kind},
        st_setsrid(st_geomfromgeojson(${JSON.stringify(evaluation.geometry)}::text), 4490),
        ${evaluation.reportNumber}, ${evaluation.approvedBy}, ${evaluation.approvedOn}, ${evaluation.validUntil},
        ${origin.publicFrom}, ${origin.demo}
      )`;
  }
}
