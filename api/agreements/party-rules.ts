import type { Signatory } from './agreement-schema.ts';
import type { NewSigner } from './signer-store.ts';
import type { Template } from './template-schema.ts';
import type { Party } from './terms.ts';
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

/**
 * Who signs or approves for a side whose text names another organisation: 乙方 is the project's company, whose registration
 * (统一社会信用代码) stands beside it, every other side whoever signs for it first. Null: nobody. A witness and who gets a copy
 * stand for no side.
 */
export function strangeOrganisation(
  signers: readonly Pick<NewSigner, 'position' | 'party' | 'role' | 'contact'>[],
  { template, company }: { template: Pick<Template, 'parties'>; company: string },
): { position: number; message: string } | null {
  for (const { party, label } of template.parties) {
    const signing = signers.filter((one) => one.party === party && one.role === 'signer');
    const named = party === 'company' ? company : signing[0]?.contact.organisation;
    const standing = signers.filter(
      (one) => one.party === party && ['signer', 'approver'].includes(one.role),
    );
    for (const { position, contact } of standing) {
      const { organisation } = contact;
      if (named === undefined || written(organisation) === written(named)) continue;
      return {
        position,
        message:
          party === 'company'
            ? `${label}是本项目的企业「${named}」，登记信息也是该企业的，「${organisation}」不能作为${label}签署。请改为「${named}」；确由「${organisation}」签署的，请为其另立项目。`
            : `${label}已写为「${named}」，「${organisation}」不会出现在正文中，不能作为${label}签署。请改为同一单位。`,
      };
    }
  }
  return null;
}

/** 甲方, 乙方, …: of who signs or approves for one. A witness (见证人) stands beside the parties, and is none of them: null. */
export function sideLabel(
  { parties }: Pick<AgreementText, 'parties'>,
  { party, role }: Pick<NewSigner, 'party' | 'role'>,
): string | null {
  if (role === 'witness') return null;
  return parties.find((one) => one.party === party)?.label ?? null;
}
