import type { z } from 'zod';
import type { NewAgreement, NewProject } from '../../../api/agreements/agreement-schema.ts';
import {
  capacities,
  investorClasses,
  projectChannels,
  signerRoles,
  templateKeys,
} from '../../../api/agreements/terms.ts';
import type { RefusedPlace } from '../client.ts';

export type SignerFields = {
  name: string;
  organisation: string;
  email: string;
  phone: string;
  role: string;
  capacity: string;
  /** 组, from 1. */
  group: string;
};

/** 起草 as it is typed in. */
export type AgreementForm = {
  /** Empty: a new project. */
  projectId: string;
  project: {
    name: string;
    company: string;
    creditCode: string;
    investorClass: string;
    channel: string;
    /** 万元. */
    investment: string;
    content: string;
    address: string;
  };
  template: string;
  /** Codes, however they are separated. */
  parcels: string;
  industry: string;
  signers: SignerFields[];
  /** A day in Shanghai; empty: the usual one. */
  deadline: string;
  publishName: boolean;
  publishAmount: boolean;
};

export function emptySigner(group: string): SignerFields {
  return {
    ...{ name: '', organisation: '', email: '', phone: '', group },
    ...{ role: 'signer', capacity: 'legal-representative' },
  };
}

export function emptyForm(): AgreementForm {
  return {
    projectId: '',
    project: {
      ...{ name: '', company: '', creditCode: '', investment: '', content: '', address: '' },
      ...{ investorClass: 'private', channel: 'enquiry' },
    },
    template: 'letter-of-intent',
    parcels: '',
    industry: '',
    signers: [emptySigner('1'), emptySigner('2')],
    deadline: '',
    publishName: false,
    publishAmount: false,
  };
}

const yuanPerWan = 10_000;

/** Whole yuan of 万元 as they were written; null: no amount. */
export function yuanOf(written: string): number | null {
  const plain = written.replace(/[\s,，]/g, '');
  return /^\d+(\.\d{1,4})?$/.test(plain) ? Math.round(Number(plain) * yuanPerWan) : null;
}

export function projectBody({ project }: AgreementForm): z.input<typeof NewProject> {
  const creditCode = project.creditCode.trim();
  return {
    name: project.name.trim(),
    company: project.company.trim(),
    investorClass: oneOf(investorClasses, project.investorClass),
    channel: oneOf(projectChannels, project.channel),
    investmentTotal: yuanOf(project.investment) ?? 0,
    ...(creditCode !== '' && { creditCode }),
  };
}

export function agreementBody(form: AgreementForm, projectId: number): z.input<typeof NewAgreement> {
  const { content, address } = form.project;
  return {
    template: oneOf(templateKeys, form.template),
    projectId,
    parcelCodes: form.parcels.split(/[\s,，、;；]+/).filter((code) => code !== ''),
    ...(form.industry.trim() !== '' && { admissionIndustry: form.industry.trim() }),
    parties: form.signers.map(({ phone, role, capacity, group, ...signer }) => ({
      ...signer,
      role: oneOf(signerRoles, role),
      capacity: oneOf(capacities, capacity),
      group: Number(group),
      ...(phone.trim() !== '' && { phone: phone.trim() }),
    })),
    details: {
      ...(content.trim() !== '' && { 'project.content': content.trim() }),
      ...(address.trim() !== '' && { 'company.address': address.trim() }),
    },
    ...(form.deadline !== '' && { deadline: `${form.deadline}T23:59:00+08:00` }),
    publishName: form.publishName,
    publishAmount: form.publishAmount,
  };
}

/** What is wrong at a field, or at a place below it. */
export function wrongAt(places: readonly RefusedPlace[], path: string): string | null {
  return places.find((place) => place.path === path || place.path.startsWith(`${path}.`))?.message ?? null;
}

function oneOf<Value extends string>(values: readonly [Value, ...Value[]], written: string): Value {
  return values.find((value) => value === written) ?? values[0];
}
