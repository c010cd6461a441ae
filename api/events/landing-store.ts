import { isCounted } from '../agreements/counted-stages.ts';
import { projectStages } from '../agreements/terms.ts';
import type { Sql } from '../db/database.ts';
import type { Reported } from './landing-rules.ts';

/** What a second person confirmed of these projects, as it was corrected last. */
export async function readReported(sql: Sql, projects: readonly number[]): Promise<Reported[]> {
  return await sql<Reported[]>`
    select s.project_id::int as project, s.stage, s.on_day::text as "on" from project_stage s
    where s.project_id = any(${[...projects]}) and s.stage = any(${[...projectStages]}) and ${isCounted(sql)}
    order by s.id limit 10000`;
}

/** How parcels stand for everybody at an instant; one that is not public any more is left out. */
export async function readStandings(
  sql: Sql,
  codes: readonly string[],
  at: Date,
): Promise<{ code: string; status: string }[]> {
  return await sql<{ code: string; status: string }[]>`
    select code, status from public_parcel(${at}) where code = any(${[...codes]}) limit 2000`;
}
