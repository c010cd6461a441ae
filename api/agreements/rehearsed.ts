import type { Tx } from '../db/database.ts';
import { nextNumber } from './number-store.ts';
import { copyProject, type RehearsedProject } from './rehearsed-store.ts';

/** 演练项目 of a project, under a number of the rehearsals' own series; returns its id. */
export async function rehearseProject(tx: Tx, project: Omit<RehearsedProject, 'number'>): Promise<number> {
  return await copyProject(tx, { ...project, number: await nextNumber(tx, 'YX', project.at) });
}
