import type { z } from 'zod';
import type { EditedProject, Project } from '../../../api/agreements/agreement-schema.ts';
import { investorClasses, projectChannels } from '../../../api/agreements/terms.ts';
import { m } from '../../paraglide/messages.js';
import { codesIn, oneOf, yuanOf } from '../agreements/agreement-form.ts';
import type { RefusedPlace } from '../client.ts';

const yuanPerWan = 10_000;

/** A project as it is typed in; sums in 万元. */
export type ProjectForm = {
  name: string;
  company: string;
  creditCode: string;
  investment: string;
  investorClass: string;
  channel: string;
  fixed: string;
  paidIn: string;
  projectCode: string;
  /** Codes, however they are separated. */
  parcels: string;
  /** Of a company from abroad. */
  country: string;
  registration: string;
};

export function emptyProject(): ProjectForm {
  return {
    ...{ name: '', company: '', creditCode: '', investment: '', fixed: '', paidIn: '', projectCode: '' },
    ...{ parcels: '', country: '', registration: '', investorClass: 'private', channel: 'enquiry' },
  };
}

export function projectForm(project: Project): ProjectForm {
  const [country = '', ...registration] = project.foreignRegistration?.split(' ') ?? [];
  return {
    name: project.name,
    company: project.company,
    creditCode: project.creditCode ?? '',
    investment: wan(project.investmentTotal),
    investorClass: project.investorClass,
    channel: project.channel,
    fixed: project.fixedInvestment === null ? '' : wan(project.fixedInvestment),
    paidIn: wan(project.paidIn),
    projectCode: project.projectCode ?? '',
    parcels: project.parcelCodes.join(' '),
    country,
    registration: registration.join(' '),
  };
}

/** Where the portal tells a refusal, by the fields of the form. */
export const pathOfField: Record<string, string> = {
  investment: 'investmentTotal',
  fixed: 'fixedInvestment',
  parcels: 'parcelCodes',
  country: 'foreignRegistration',
  registration: 'foreignRegistration.number',
};

/** What cannot be sent as it is written: no sum of money. */
export function unreadableSums(form: ProjectForm): RefusedPlace[] {
  const sums = [
    ['investmentTotal', form.investment, true],
    ['fixedInvestment', form.fixed, false],
    ['paidIn', form.paidIn, false],
  ] as const;
  return sums
    .filter(([, written, isNeeded]) => (written.trim() === '' ? isNeeded : yuanOf(written) === null))
    .map(([path]) => ({ path, message: m.project_sum_wrong() }));
}

export function editedProject(form: ProjectForm): z.input<typeof EditedProject> {
  const [fixedInvestment, paidIn] = [yuanOf(form.fixed), yuanOf(form.paidIn)];
  const text = (name: 'creditCode' | 'projectCode') => {
    const value = form[name].trim();
    return value !== '' && { [name]: value };
  };
  const [country, number] = [form.country.trim().toUpperCase(), form.registration.trim()];
  return {
    name: form.name.trim(),
    company: form.company.trim(),
    investorClass: oneOf(investorClasses, form.investorClass),
    channel: oneOf(projectChannels, form.channel),
    investmentTotal: yuanOf(form.investment) ?? 0,
    ...(fixedInvestment !== null && { fixedInvestment }),
    ...(paidIn !== null && { paidIn }),
    ...text('creditCode'),
    ...text('projectCode'),
    ...(country + number !== '' && { foreignRegistration: { country, number } }),
    parcelCodes: codesIn(form.parcels),
  };
}

/** Yuan in 万元, exactly: 1234500 → `123.45`. */
function wan(yuan: number): string {
  return String(yuan / yuanPerWan);
}
