import { insertProject } from '../agreements/project-store.ts';
import { decideStage, insertStage } from '../agreements/stage-store.ts';
import type { ProjectStage } from '../agreements/terms.ts';
import { shanghaiDay } from '../calendar/rules.ts';
import type { Tx } from '../db/database.ts';
import type { Signed } from '../events/log-schema.ts';
import type { InventedEvent, InventedProject, InventedTalentProject } from './event-schema.ts';

const evidence = '示例，不是真实项目的材料';

export type Office = { officerOf: (department: string) => number; reviewer: number; signedAt: Date };

/**
 * The projects of the table, each with what became of it, and what of each was signed: on paper, since none of them has an
 * agreement that anybody could have sealed. They name no parcel: the parcels have a calendar of their own (decision 0007).
 */
export async function writeInventedProjects(
  tx: Tx,
  { projects, talentProjects }: Pick<InventedEvent, 'projects' | 'talentProjects'>,
  office: Office,
): Promise<Map<string, Signed>> {
  const signed = new Map<string, Signed>();
  for (const invented of [...projects, ...talentProjects]) {
    const project = await writeProject(tx, invented, office);
    const counted =
      'talents' in invented
        ? { form: null, amount: 0, talents: invented.talents }
        : { form: invented.form, amount: invented.investmentYuan, talents: 0 };
    signed.set(invented.key, { project, ...counted, isPaper: true, ceremony: 'before' });
  }
  return signed;
}

async function writeProject(
  tx: Tx,
  project: InventedProject | InventedTalentProject,
  { officerOf, reviewer, signedAt }: Office,
): Promise<number> {
  const { name, company, department } = project;
  const accountId = officerOf(department);
  const isOfPeople = 'talents' in project;
  const { id } = await insertProject(tx, {
    ...{ name, company, department, accountId, channel: 'event', parcels: [], enquiryId: null },
    investorClass: isOfPeople ? 'private' : project.investorClass,
    investmentTotal: isOfPeople ? 0 : project.investmentYuan,
    ...{ at: signedAt, demo: true },
  });
  const stages: { stage: ProjectStage; on: string }[] = [
    { stage: 'signed', on: shanghaiDay(signedAt) },
    ...(isOfPeople ? [] : project.stages),
  ];
  for (const { stage, on } of stages) {
    const at = new Date(`${on}T17:00:00+08:00`);
    const entered = await insertStage(tx, { stage, on, evidence, projectId: id, accountId, at });
    if (entered !== null)
      await decideStage(tx, { id: entered, projectId: id, outcome: 'confirmed', accountId: reviewer, at });
  }
  return id;
}
