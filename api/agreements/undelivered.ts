import type { LetterAgreements } from '../letters/sender.ts';
import { readAgreement } from './agreement-store.ts';
import { holdEnvelope } from './envelope-store.ts';
import { recordEvent } from './event-store.ts';

const system = { accountId: null, role: 'system' } as const;

/**
 * What an agreement learns of its letters: one that nobody takes (未送达) stands in its events, which the office reads. Where it
 * was to go and what it said stand nowhere: a link and a code are the signer's alone.
 */
export function agreementsOfLetters(now: () => Date): LetterAgreements {
  return {
    async hold(tx, agreementId) {
      await holdEnvelope(tx, agreementId);
    },
    async noteUndelivered(tx, { agreementId, position, medium, cause }) {
      await recordEvent(tx, await readAgreement(tx, agreementId), {
        kind: 'undelivered',
        actor: system,
        ...(position !== null && { position }),
        details: { channel: medium, letter: cause },
        at: now(),
      });
    },
  };
}
