import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
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
  const department = wanted.department === null ? null : await readDepartmentDuty(tx, wanted.department);
  const errors =
    wanted.department !== null && department === null
      ? [{ path: 'department', message: '没有这个部门 · no such department' }]
      : appointmentProblems({ ...wanted, department });
  if (errors.length > 0)
    throw new AppError('refused-by-rule', {
      detail: errors.map(({ message }) => message).join('；'),
      errors,
    });
}
