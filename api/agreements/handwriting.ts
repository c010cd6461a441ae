import type { Sql } from '../db/database.ts';
import { consentInEnglish, consentText, handwritingConsentVersion } from './consent.ts';
import { recordEvent } from './event-store.ts';
import {
  deleteHandwriting,
  isHandwritingAsked,
  isHandwritingKept,
  readHandwritings,
  type Hand,
} from './handwriting-store.ts';
import type { SignerPlace } from './link-store.ts';
import type { AgreementParts } from './parts.ts';
import type { HandwritingConsent } from './signing-schema.ts';
import { hold } from './staff-acts.ts';

/** 仪式画面: what who has these places is asked, or agreed to at one of them; null where neither is the case. */
export async function handwritingConsent(
  sql: Sql,
  places: readonly SignerPlace[],
): Promise<HandwritingConsent | null> {
  const version = handwritingConsentVersion;
  const consent = { textVersion: version, text: consentText(version), inEnglish: consentInEnglish(version) };
  for (const place of places) {
    const isGiven = await isHandwritingKept(sql, place);
    if (isGiven || (await isHandwritingAsked(sql, place.agreementId))) return { ...consent, isGiven };
  }
  return null;
}

/** 仪式画面: what the signers of an agreement agreed to show, in their order; whether it may be shown yet is not asked here. */
export async function agreedHands(sql: Sql, agreementId: number): Promise<Hand[]> {
  return await readHandwritings(sql, agreementId);
}

/** 撤回同意, at any time and by who signed; it is played no more, and what was signed stays signed. */
export async function hideHandwriting(parts: AgreementParts, place: SignerPlace): Promise<void> {
  await parts.database.transaction(async (tx) => {
    const { agreement } = await hold(tx, place.agreementId);
    if (!(await deleteHandwriting(tx, place))) return;
    const actor = { accountId: null, role: 'visitor' } as const;
    const { position } = place;
    await recordEvent(tx, agreement, { kind: 'hide-handwriting', actor, position, at: parts.now() });
  });
}
