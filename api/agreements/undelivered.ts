import type { LetterAgreements } from '../letters/sender.ts';
import { readAgreement } from './agreement-store.ts';
import { holdEnvelope } from './envelope-store.ts';
import { recordEvent, type NewEvent } from './event-store.ts';
import type { Place } from './signer-store.ts';

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

/** 未送达 to those whose contact does not open: nobody can write to them, and their places say so as of a letter that nobody takes. */
export function untold(
  places: readonly Pick<Place, 'position' | 'contact'>[],
  { letter, at }: { letter: string; at: Date },
): NewEvent[] {
  const details = { channel: 'mail', letter };
  return places
    .filter(({ contact }) => contact === null)
    .map(({ position }) => ({ kind: 'undelivered', actor: system, position, details, at }));
}
