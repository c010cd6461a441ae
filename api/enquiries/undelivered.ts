import type { LetterCases } from '../letters/sender.ts';
import { writeLetter } from '../letters/store.ts';
import { appendEvent, holdEnquiry } from './enquiry-store.ts';
import { undeliveredLetter } from './letter-texts.ts';
import { readColleagues, readHolder } from './notify-store.ts';
import type { EnquiryParts } from './parts.ts';

/**
 * What a case learns of its letters: one that nobody takes stands in the case, and whoever holds it is told, who may know
 * another way. That letter is not about the case, so that its own failure is told to nobody else.
 */
export function casesOfLetters(parts: Pick<EnquiryParts, 'city' | 'origin' | 'now'>): LetterCases {
  const { pack } = parts.city;
  return {
    hold: holdEnquiry,
    async noteUndelivered(tx, { enquiryId, medium }) {
      await appendEvent(tx, enquiryId, { kind: 'undelivered', detail: medium, at: parts.now() });
      const { number, ...holder } = await readHolder(tx, enquiryId);
      const link = `${parts.origin()}/console/enquiries/${number}`;
      const text = undeliveredLetter({ siteName: pack.title['zh-CN'], number, link }, medium);
      for (const recipient of await readColleagues(tx, holder, pack.hotline.department))
        await writeLetter(tx, { ...text, recipient, cause: 'enquiry.undelivered' });
    },
  };
}
