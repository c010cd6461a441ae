import type { Template, TemplateBlock } from './template-schema.ts';
import { piecesOf, wordingFault } from './wording-rules.ts';

/** 公告中, 挂牌中, 待公布结果, 暂停: a notice is running, and nothing but it may say who can have the land, and how. */
const runningNotice = ['announced', 'listed', 'awaiting-result', 'suspended'] as const;

/** What is wrong with a template as a whole, in English for whoever writes one; empty where nothing is. */
export function templateFaults(template: Template): string[] {
  return [...wordingFaults(template), ...variableFaults(template), ...parcelFaults(template)];
}

type Said = { wording: string; ofParcel: boolean };

function saidIn(template: Template): Said[] {
  const ofBlock = (block: TemplateBlock): Said[] => {
    if ('paragraph' in block) return [{ wording: block.paragraph, ofParcel: false }];
    if ('table' in block) return block.table.map((key) => ({ wording: `{${key}}`, ofParcel: false }));
    return block.eachParcel.flatMap((each) =>
      'paragraph' in each ? [{ wording: each.paragraph, ofParcel: true }] : [],
    );
  };
  return [...template.preamble, ...template.clauses.flatMap(({ blocks }) => blocks)].flatMap(ofBlock);
}

function wordingFaults(template: Template): string[] {
  return saidIn(template).flatMap(({ wording }) => {
    const fault = wordingFault(wording);
    return fault === null ? [] : [`${fault}: ${wording}`];
  });
}

function variableFaults(template: Template): string[] {
  const declared = template.variables.map(({ key }) => key);
  const used = saidIn(template).flatMap(({ wording, ofParcel }) =>
    piecesOf(wording).flatMap(({ variable }) =>
      variable === undefined ? [] : [{ key: variable, ofParcel }],
    ),
  );
  return [
    ...used
      .filter(({ key }) => !declared.includes(key))
      .map(({ key }) => `{${key}} is used and not declared`),
    ...used
      .filter(({ key, ofParcel }) => key.startsWith('parcel.') && !ofParcel)
      .map(({ key }) => `{${key}} stands outside eachParcel`),
    ...declared
      .filter((key) => used.every((each) => each.key !== key))
      .map((key) => `{${key}} is declared and not used`),
    ...declared
      .filter((key, index) => declared.indexOf(key) !== index)
      .map((key) => `{${key}} is declared twice`),
  ];
}

function parcelFaults({ needsParcel, parcelStages, clauses, parties }: Template): string[] {
  const speaksOfParcels = clauses.some(({ blocks }) => blocks.some((block) => 'eachParcel' in block));
  const labels = new Set(parties.map(({ label }) => label));
  return [
    ...(labels.size < parties.length ? ['two parties have one label'] : []),
    ...(parties.every(({ mustSign }) => !mustSign) ? ['nobody must sign'] : []),
    ...(speaksOfParcels === (needsParcel === 'none') ? ['needsParcel and eachParcel disagree'] : []),
    ...((parcelStages.length === 0) === (needsParcel === 'none')
      ? []
      : ['needsParcel and parcelStages disagree']),
    ...runningNotice
      .filter((stage) => parcelStages.includes(stage))
      .map((stage) => `${stage}: a notice is running`),
  ];
}
