import type { Tx } from '../db/database.ts';
import { AppError, type ProblemPlace } from '../errors.ts';
import { appointmentProblems } from './appointment-rules.ts';
import { readDepartmentDuty } from './people-store.ts';
import type { Competence, Role } from './terms.ts';

export type WantedAppointment = {
  role: Role;
  department: string | null;
  competences: readonly Competence[];
};

/** @throws AppError `refused-by-rule` (422) naming what of an appointment does not stand. */
export async function requireAppointment(tx: Tx, wanted: WantedAppointment): Promise<void> {
  const errors = await problemsOf(tx, wanted);
  if (errors.length > 0) throw new AppError('refused-by-rule', { detail: sentenceOf(errors), errors });
}

/** What of an appointment does not stand, as one sentence; null where it does. */
export async function appointmentRefusal(tx: Tx, wanted: WantedAppointment): Promise<string | null> {
  const errors = await problemsOf(tx, wanted);
  return errors.length > 0 ? sentenceOf(errors) : null;
}

async function problemsOf(
  tx: Tx,
  { role, department, competences }: WantedAppointment,
): Promise<ProblemPlace[]> {
  if (department === null) return appointmentProblems({ role, department, competences });
  const known = await readDepartmentDuty(tx, department);
  if (known === null) return [{ path: 'department', message: '没有这个部门 · no such department' }];
  return appointmentProblems({ role, department: known, competences });
}

function sentenceOf(errors: readonly ProblemPlace[]): string {
  return errors.map(({ message }) => message).join('；');
}
