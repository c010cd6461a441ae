import type { Sql } from '../db/database.ts';
import { handwritingConsentVersion, handwritingText } from './consent.ts';
import { recordEvent } from './event-store.ts';
import {
  deleteHandwriting,
  findAgreedEvent,
  findAskingEvent,
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
  const textVersion = handwritingConsentVersion;
  for (const place of places) {
    const agreed = await findAgreedEvent(sql, place);
    const event = agreed ?? (await findAskingEvent(sql, place.agreementId));
    if (event === null) continue;
    const { slug, title } = event;
    const isGiven = agreed !== null;
    return { textVersion, ...handwritingText(textVersion, slug), event: { slug, title }, isGiven };
  }
  return null;
}

/**
 * 仪式画面: what the signers of an agreement agreed to show at an event, in their order; whether it may be shown yet is not asked
 * here.
 */
export async function agreedHands(
  sql: Sql,
  shown: { agreementId: number; eventId: number },
): Promise<Hand[]> {
  return await readHandwritings(sql, shown);
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
