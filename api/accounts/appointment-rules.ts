import type { ProblemPlace } from '../errors.ts';
import type { Competence, Duty, Role } from './terms.ts';

/** What somebody is made: a role, in a department, with what a reviewer decides about. */
export type Appointment = {
  role: Role;
  /** Null: in none. */
  department: { code: string; duty: Duty } | null;
  competences: readonly Competence[];
};

/** What is wrong with an appointment; empty where it stands. */
export function appointmentProblems({ role, department, competences }: Appointment): ProblemPlace[] {
  const problems: ProblemPlace[] = [];
  const wrong = (path: string, message: string) => problems.push({ path, message });
  if (role === 'investor' && department !== null)
    wrong('department', '投资者不属于任何部门 · investors belong to none');
  if (role === 'publisher' && department?.duty !== 'promotion')
    wrong('department', '发布员属于招商部门 · a publisher belongs to a department of promotion');
  if (role === 'reviewer' && (department === null || department.duty === 'promotion'))
    wrong('department', '审核员属于审核部门 · a reviewer belongs to a department that reviews');
  if (role === 'reviewer' && competences.length === 0)
    wrong('competences', '审核员至少有一项审核权限 · a reviewer decides about something');
  if (role !== 'reviewer' && competences.length > 0)
    wrong('competences', '只有审核员有审核权限 · only reviewers have competences');
  if (competences.includes('land') && department?.duty !== 'land')
    wrong(
      'competences',
      '用地审核只属于自然资源和规划部门 · land is for the bureau of natural resources and planning',
    );
  return problems;
}
