import type { Competence, Duty, Role } from '../../api/accounts/terms.ts';
import { m } from '../paraglide/messages.js';

export function roleWord(role: Role): string {
  return {
    investor: m.role_investor(),
    publisher: m.role_publisher(),
    reviewer: m.role_reviewer(),
    host: m.role_host(),
    auditor: m.role_auditor(),
    admin: m.role_admin(),
  }[role];
}

export function competenceWord(competence: Competence): string {
  return { land: m.competence_land(), terms: m.competence_terms() }[competence];
}

export function dutyWord(duty: Duty): string {
  return { promotion: m.duty_promotion(), land: m.duty_land(), terms: m.duty_terms() }[duty];
}
