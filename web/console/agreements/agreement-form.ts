import type { z } from 'zod';
import type { NewAgreement, NewProject, Signatory } from '../../../api/agreements/agreement-schema.ts';
import {
  capacities,
  investorClasses,
  parties,
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
  /** 甲方, 乙方 …; empty: as the organisation says. */
  party: string;
  role: string;
  capacity: string;
  /** 授权委托书, of who signs as authorised. */
  authorisation: string;
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
    ...{ name: '', organisation: '', email: '', phone: '', party: '', group },
    ...{ role: 'signer', capacity: 'legal-representative', authorisation: '' },
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
    parcelCodes: codesIn(form.parcels),
    ...(form.industry.trim() !== '' && { admissionIndustry: form.industry.trim() }),
    parties: form.signers.map(signatoryOf),
    details: {
      ...(content.trim() !== '' && { 'project.content': content.trim() }),
      ...(address.trim() !== '' && { 'company.address': address.trim() }),
    },
    ...(form.deadline !== '' && { deadline: `${form.deadline}T23:59:00+08:00` }),
    publishName: form.publishName,
    publishAmount: form.publishAmount,
  };
}

export function signatoryOf({
  phone,
  party,
  role,
  capacity,
  authorisation,
  group,
  ...signer
}: SignerFields): z.input<typeof Signatory> {
  return {
    ...signer,
    role: oneOf(signerRoles, role),
    capacity: oneOf(capacities, capacity),
    group: Number(group),
    ...(party !== '' && { party: oneOf(parties, party) }),
    ...(phone.trim() !== '' && { phone: phone.trim() }),
    ...(capacity === 'authorised' && authorisation.trim() !== '' && { authorisation: authorisation.trim() }),
  };
}

/** `JK-1、JK-2 JK-3`: codes, however they are separated. */
export function codesIn(written: string): string[] {
  return written.split(/[\s,，、;；]+/).filter((code) => code !== '');
}

/** What is wrong at a field, or at a place below it. */
export function wrongAt(places: readonly RefusedPlace[], path: string): string | null {
  return places.find((place) => place.path === path || place.path.startsWith(`${path}.`))?.message ?? null;
}

/** The value that was chosen; the first where it is none of them. */
export function oneOf<Value extends string>(values: readonly [Value, ...Value[]], written: string): Value {
  return values.find((value) => value === written) ?? values[0];
}
