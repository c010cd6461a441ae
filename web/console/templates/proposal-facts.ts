import type { TemplateSource } from '../../../api/agreements/template-desk-schema.ts';
import { parties, runningNotice, type Party } from '../../../api/agreements/terms.ts';
import { parcelStatuses } from '../../../api/city/terms.ts';

type Body = TemplateSource['body'];
export type TemplateVariable = TemplateSource['variables'][number];
type Stage = Body['parcelStages'][number];
const stages: readonly Stage[] = parcelStatuses;

/** A side as it is edited; one that is not listed keeps what was typed for it. */
export type FormParty = {
  party: Party;
  isListed: boolean;
  label: string;
  mustSign: boolean;
  mayBeUnregistered: boolean;
};

/** What a template says besides its wording. */
export type FormFacts = {
  exclusive: boolean;
  needsParcel: string;
  parcelStages: Stage[];
  parties: FormParty[];
};

export function formFacts({ exclusive, needsParcel, parcelStages, parties: listed }: Body): FormFacts {
  const missing = parties.filter((party) => listed.every((each) => each.party !== party));
  return {
    ...{ exclusive, needsParcel, parcelStages: [...parcelStages] },
    parties: [
      ...listed.map(({ mayBeUnregistered = false, ...party }) => ({
        ...party,
        mayBeUnregistered,
        isListed: true,
      })),
      ...missing.map((party) => ({ ...{ party, label: '', mustSign: true }, ...unlisted })),
    ],
  };
}
const unlisted = { mayBeUnregistered: false, isListed: false };

/** As they are sent: a template without parcels names no stage. */
export function factsOf(
  facts: FormFacts,
): Pick<Body, 'exclusive' | 'needsParcel' | 'parcelStages' | 'parties'> {
  const needsParcel = needOf(facts.needsParcel);
  return {
    exclusive: facts.exclusive,
    needsParcel,
    parcelStages: needsParcel === 'none' ? [] : facts.parcelStages,
    parties: facts.parties
      .filter(({ isListed }) => isListed)
      .map(({ party, label, mustSign, mayBeUnregistered }) => ({
        ...{ party, label: label.trim(), mustSign },
        ...(mayBeUnregistered && party === 'company' && { mayBeUnregistered }),
      })),
  };
}

export const needs = ['none', 'optional', 'required'] as const;
export function needOf(written: string): Body['needsParcel'] {
  return needs.find((need) => need === written) ?? 'none';
}

/** What can be chosen: no stage in which a notice is running, but for one that stands there already. */
export function stagesToChoose({ parcelStages }: FormFacts): Stage[] {
  return stages.filter(
    (stage) => parcelStages.includes(stage) || runningNotice.every((running) => running !== stage),
  );
}

export function withStage(chosen: readonly Stage[], stage: Stage): Stage[] {
  return chosen.includes(stage) ? chosen.filter((each) => each !== stage) : [...chosen, stage];
}

/** Whether a variable can be said at all: of a side that is listed, of parcels where the template may name any. */
export function canSay({ key }: TemplateVariable, { needsParcel, parties: sides }: FormFacts): boolean {
  const [scope = ''] = key.split('.');
  if (scope === 'parcel') return needsParcel !== 'none';
  const side = sides.find(({ party }) => party === scope);
  return side === undefined || side.isListed;
}

/** Of what is agreed anew each time: a key that nobody has yet. `random`: from 0 to below 1. */
export function newKey(known: readonly { key: string }[], random: () => number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  for (;;) {
    const name = Array.from({ length: 6 }, () => letters.charAt(Math.floor(random() * letters.length)));
    const key = `terms.own${name.join('').toUpperCase()}`;
    if (known.every((each) => each.key !== key)) return key;
  }
}

export type LabelFault = 'blank' | 'taken' | 'characters';

/** Why a new variable cannot be called so; it stands in the text by its label. */
export function labelFault(label: string, known: readonly TemplateVariable[]): LabelFault | null {
  if (label.trim() === '') return 'blank';
  if (/[{}*【】]/.test(label)) return 'characters';
  return known.some((each) => each.label === label.trim()) ? 'taken' : null;
}
