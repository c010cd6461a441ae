import { shanghaiDay } from '../calendar/rules.ts';
import type { City } from '../city/pack.ts';
import { holdTermDays } from './hold-rules.ts';
import type { ProjectRow } from './project-store.ts';
import type { EditedAgreement } from './agreement-schema.ts';
import type { NewSigner } from './signer-store.ts';
import type { Template } from './template-schema.ts';
import type {
  AgreementValues,
  ParcelValues,
  PartyValues,
  Registration,
  VariableValue,
} from './values-schema.ts';

/** What is usual where nothing else was agreed; whoever prepares the agreement sees and changes it. */
const usualTerms: Record<string, VariableValue> = {
  validity: { amount: 6, unit: 'month' },
  confidentiality: { amount: 2, unit: 'year' },
  holdTerm: { amount: holdTermDays, unit: 'day' },
  meetings: { amount: 1, unit: 'month' },
  notice: { amount: 30, unit: 'day' },
  registerWithin: { amount: 3, unit: 'month' },
  startWithin: { amount: 6, unit: 'month' },
  completeWithin: { amount: 24, unit: 'month' },
  fullProductionWithin: { amount: 12, unit: 'month' },
  fullProductionCheckWithin: { amount: 12, unit: 'month' },
  cureWithin: { amount: 60, unit: 'day' },
  publishTalent: false,
};

/** In a letter of intent, which binds to little, what nobody has said yet may be left to the register. */
const leftToRegister = '以登记机关的记载为准';

type Known = {
  number: string;
  template: Template;
  project: ProjectRow;
  signers: readonly NewSigner[];
  asked: EditedAgreement;
  parcels: ParcelValues[];
  city: City;
  at: Date;
};

/** Everything a template is filled with: what the project, the department and the parcels say, then what was said for this one. */
export function completeValues({
  number,
  template,
  project,
  signers,
  asked,
  parcels,
  city,
  at,
}: Known): AgreementValues {
  const isIntent = template.key === 'letter-of-intent';
  const detail = (key: string) => asked.details[key];
  const department = city.pack.departments.find(({ code }) => code === project.department);
  const registration = registrationOf(project);
  const address = (party: PartyValues['party']) => {
    const said = detail(`${party}.address`);
    if (typeof said === 'string') return said;
    if (party === 'government') return department?.address['zh-CN'] ?? null;
    return isIntent ? leftToRegister : null;
  };
  const parties = template.parties.flatMap(({ party }): PartyValues[] => {
    const signer = signers.find((one) => one.party === party && one.role === 'signer');
    if (signer === undefined) return [];
    return [
      {
        party,
        organisation: signer.contact.organisation,
        registration: party === 'company' ? registration : null,
        address: address(party),
        signatory: signer.contact.name,
        capacity: signer.capacity,
      },
    ];
  });
  const underProject = Object.fromEntries(
    Object.entries(asked.details).flatMap(([key, value]) =>
      key.startsWith('project.') ? [[key.slice('project.'.length), value] as const] : [],
    ),
  );
  return {
    number,
    parties,
    project: {
      name: project.name,
      content: isIntent ? project.name : null,
      investmentTotalYuan: project.investmentTotal,
      fixedInvestmentYuan: project.fixedInvestment,
      ...underProject,
    },
    terms: {
      ...usualTerms,
      cooperation: project.name,
      signedOn: shanghaiDay(at),
      ...asked.terms,
      publishName: asked.publishName,
      publishAmount: asked.publishAmount,
    },
    parcels,
  };
}

function registrationOf({ creditCode, foreignRegistration }: ProjectRow): Registration | null {
  if (creditCode !== null) return { kind: 'credit-code', code: creditCode };
  if (foreignRegistration === null) return null;
  const [country = '', ...number] = foreignRegistration.split(/\s+/);
  return { kind: 'foreign', country, number: number.join(' ') };
}
