import type { Signatory } from './agreement-schema.ts';
import type { Template } from './template-schema.ts';
import type { Party } from './terms.ts';

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
