import type { Template, VariableKind } from './template-schema.ts';
import type { EditedAgreement, Project } from './agreement-schema.ts';

type Values = EditedAgreement['terms'];
type Value = Values[string];

const samples: Record<VariableKind, Value> = {
  text: '（示例文字）',
  money: 1_680_000_000,
  area: 66_667,
  date: '2026-12-31',
  duration: { amount: 12, unit: 'month' },
  count: 100,
  choice: true,
};

/** 示例项目: what a template is shown with where no real one was chosen; plainly invented. */
export const sampleProject: Omit<Project, 'department' | 'parcelCodes' | 'agreements' | 'stages'> = {
  id: 0,
  number: 'XM-0000-0000',
  name: '示例项目',
  company: '示例企业有限公司',
  creditCode: null,
  foreignRegistration: null,
  investorClass: 'private',
  channel: 'other',
  projectCode: null,
  investmentTotal: 1_680_000_000,
  fixedInvestment: 1_200_000_000,
  paidIn: 0,
};

/** Something for each variable that is said for one agreement alone. */
export function sampleSaid({ variables }: Template): Pick<EditedAgreement, 'terms' | 'details'> {
  const terms: Values = {};
  const details: Values = {};
  for (const { key, kind } of variables) {
    const value = samples[kind];
    if (key.startsWith('terms.')) terms[key.slice('terms.'.length)] = value;
    else if (/^project\.(?!name$|investmentTotalYuan$|fixedInvestmentYuan$)/.test(key)) details[key] = value;
    else if (/^(company|talent)\.address$/.test(key)) details[key] = '（示例住所）';
  }
  return { terms, details };
}
