import type { Signatory } from './agreement-schema.ts';
import type { Template } from './template-schema.ts';
import type { Party, SignerRole } from './terms.ts';
import type { AgreementText } from './text-schema.ts';
import { written } from './winner-rules.ts';

/**
 * For whom each signs: as it was said; else whoever names the project's company is the company's. Where nobody does, the
 * first organisation is the city's and the next the company's. A template of one party has that one alone.
 */
export function partiesOf(
  signatories: readonly Pick<Signatory, 'organisation' | 'party'>[],
  { template, company }: { template: Pick<Template, 'parties'>; company: string },
): Party[] {
  const [only, other] = template.parties;
  if (only !== undefined && other === undefined) return signatories.map(({ party }) => party ?? only.party);
  const isNamed = signatories.some(
    ({ organisation, party }) => party === 'company' || organisation === company,
  );
  const first = signatories[0]?.organisation;
  return signatories.map(({ organisation, party }) => {
    if (party !== undefined) return party;
    if (organisation === company) return 'company';
    return isNamed || organisation === first ? 'government' : 'company';
  });
}

type Standing = { position: number; party: Party; role: SignerRole; contact: { organisation: string } };

/**
 * Who signs or approves for the company's side and is of another organisation than the project's company, whose registration
 * (统一社会信用代码) stands beside the name. Null: nobody. A witness and who gets a copy stand for no side.
 */
export function strangeOrganisation(
  signers: readonly Standing[],
  { template, company }: { template: Pick<Template, 'parties'>; company: string },
): { position: number; message: string } | null {
  const label = template.parties.find(({ party }) => party === 'company')?.label;
  const strange = signers.find(
    ({ party, role, contact }) =>
      party === 'company' &&
      (role === 'signer' || role === 'approver') &&
      written(contact.organisation) !== written(company),
  );
  if (label === undefined || strange === undefined) return null;
  const { organisation } = strange.contact;
  return {
    position: strange.position,
    message: `${label}是本项目的企业「${company}」，登记信息也是该企业的，「${organisation}」不能作为${label}签署。请改为「${company}」；确由「${organisation}」签署的，请为其另立项目。`,
  };
}

/**
 * 甲方, 乙方, … with its organisation, of who signs or approves for one. A witness (见证人) stands beside the parties, and is
 * none of them: null.
 */
export function sideOf(
  { parties }: Pick<AgreementText, 'parties'>,
  { party, role }: Pick<Standing, 'party' | 'role'>,
): AgreementText['parties'][number] | null {
  if (role === 'witness') return null;
  return parties.find((one) => one.party === party) ?? null;
}

/** 甲方, 乙方, …; null: of no side. */
export function sideLabel(
  text: Pick<AgreementText, 'parties'>,
  standing: Pick<Standing, 'party' | 'role'>,
): string | null {
  return sideOf(text, standing)?.label ?? null;
}
