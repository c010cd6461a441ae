import type { PaperOptions } from './paper/options.ts';
import { sideLabel } from './party-rules.ts';
import type { Signer } from './signer-store.ts';
import { isRehearsed } from './terms.ts';
import type { AgreementText } from './text-schema.ts';

const planNote = '示意图，以官方公告和测绘成果为准';

type Facts = {
  stage: PaperOptions['stage'];
  text: AgreementText;
  contentSha256: Buffer;
  number: string;
  verifyCode: string;
  isTest: boolean;
  origin: string;
  signers: readonly Pick<Signer, 'party' | 'role' | 'capacity' | 'field' | 'contact'>[];
};

/** What the paper of an agreement says beside its text. */
export function paperOptions(facts: Facts): PaperOptions {
  const { stage, text, contentSha256, number, isTest, signers } = facts;
  return {
    stage,
    contentSha256: contentSha256.toString('hex'),
    isTest,
    isRehearsal: isRehearsed(number),
    verifyUrl: verifyUrl(facts),
    publishedSketchNote: planNote,
    signers: signers.flatMap(({ party, role, capacity, field, contact }) =>
      role === 'viewer'
        ? []
        : [
            {
              field: role === 'signer' ? field : null,
              label: sideLabel(text, { party, role }),
              organisation: contact.organisation,
              name: contact.name,
              capacity: role === 'signer' ? capacity : null,
              role,
            },
          ],
    ),
  };
}

/** Where anybody checks the file, by number and code (查验码). */
export function verifyUrl({
  origin,
  number,
  verifyCode,
}: Pick<Facts, 'origin' | 'number' | 'verifyCode'>): string {
  return `${origin}/verify/${number}?code=${verifyCode}`;
}
