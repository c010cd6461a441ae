import type { Snapshot } from '../../api/events/event-schema.ts';
import type { Party } from '../../api/agreements/terms.ts';
import type { Ceremony, SigningForm } from '../../api/events/terms.ts';
import { countedSignings } from '../../api/events/totals-rules.ts';
import { m } from '../paraglide/messages.js';

export type Signing = Snapshot['signings'][number];

/** How the signing of an item stands: what is in force stays so though it is said to be under way as well. */
export function signingOf(signings: readonly Signing[], item: number): Signing | null {
  const own = signings.filter((signing) => signing.item === item);
  return own.findLast(({ state }) => state === 'effective') ?? own.at(-1) ?? null;
}

export function signingWord({ state, isPaper }: Pick<Signing, 'state' | 'isPaper'>): string {
  if (state === 'processing') return m.stage_processing();
  return isPaper ? m.stage_on_paper() : m.stage_effective();
}

export function ceremonyWord(ceremony: Ceremony): string {
  return {
    before: m.stage_before(),
    'on-stage': m.stage_on_stage(),
    after: m.stage_after(),
  }[ceremony];
}

export function partyWord(party: Party): string {
  return {
    government: m.stage_party_government(),
    company: m.stage_party_company(),
    talent: m.stage_party_talent(),
  }[party];
}

/** 合同, 框架, 意向; of people: 人才签约. */
export function formWord(form: SigningForm | null): string {
  if (form === null) return m.stage_form_talent();
  return {
    contract: m.stage_form_contract(),
    framework: m.stage_form_framework(),
    intent: m.stage_form_intent(),
  }[form];
}

/** How many projects of the totals were signed on paper, as two of the staff noted: no seal of ours says so. */
export function paperCount(signings: readonly Signing[]): number {
  return countedSignings(signings).filter(({ form, isPaper }) => form !== null && isPaper).length;
}

/** How many projects of the totals are not in their amounts, since theirs may not be public. */
export function undisclosedCount(signings: readonly Signing[]): number {
  return countedSignings(signings).filter(({ form, amount }) => form !== null && amount === null).length;
}
