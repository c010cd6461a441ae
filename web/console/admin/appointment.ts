import type { ManagedDepartment } from '../../../api/accounts/schema.ts';
import { competences, staffRoles, type Competence, type Role } from '../../../api/accounts/terms.ts';

/** What somebody is to be, as a form holds it: '' stands for no department. */
export type Appointment = { role: Role; department: string; competences: Competence[] };

export const appointable: readonly Role[] = staffRoles;

/** The departments a role may belong to: 发布员 to those that bring parcels in, 审核员 to those that review. */
export function departmentsFor(role: Role, departments: ManagedDepartment[]): ManagedDepartment[] {
  if (role === 'publisher') return departments.filter(({ duty }) => duty === 'promotion');
  if (role === 'reviewer') return departments.filter(({ duty }) => duty !== 'promotion');
  return role === 'investor' ? [] : departments;
}

/** Whether the role is nothing without a department. */
export function needsDepartment(role: Role): boolean {
  return role === 'publisher' || role === 'reviewer';
}

/** What a reviewer of a department may decide about: land only where that is its duty. */
export function competencesFor(
  { role, department }: Appointment,
  departments: ManagedDepartment[],
): Competence[] {
  if (role !== 'reviewer') return [];
  const duty = departments.find(({ code }) => code === department)?.duty;
  return competences.filter((competence) => competence !== 'land' || duty === 'land');
}

/** The same wish without what no longer goes together after a change of role or department. */
export function settled(wish: Appointment, departments: ManagedDepartment[]): Appointment {
  const possible = departmentsFor(wish.role, departments);
  const stays = possible.some(({ code }) => code === wish.department);
  const department = stays ? wish.department : needsDepartment(wish.role) ? (possible[0]?.code ?? '') : '';
  const allowed = competencesFor({ ...wish, department }, departments);
  const kept = wish.competences.filter((competence) => allowed.includes(competence));
  return { role: wish.role, department, competences: kept.length > 0 ? kept : allowed.slice(0, 1) };
}
