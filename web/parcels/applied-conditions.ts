import { m } from '../paraglide/messages.js';
import type { Address } from './address.ts';
import type { Words } from './condition-words.ts';
import {
  industryWords,
  listed,
  nearWords,
  rangeText,
  regionWords,
  requirementWords,
  statusWords,
  useWords,
  utilityWords,
} from './condition-words.ts';
import { moneyText, priceColumns } from './money-text.ts';

/** One condition that narrows the answer, in the words of its value, and the change that drops it. */
export type AppliedCondition = {
  /** Unlike any other of the same address. */
  key: string;
  /** The facet in which it is changed; null where it has none. */
  facet: string | null;
  field: string;
  words: string;
  drop: Partial<Address>;
};

/** In the order in which the chips stand. The words searched for come last: they have their own box. */
export function appliedConditions(address: Address, words: Words): AppliedCondition[] {
  return [
    ...codeLists(address, words),
    ...amounts(address, words),
    ...readiness(address, words),
    ...requirements(address, words),
    ...places(address, words),
    ...searched(address),
  ];
}

function codeLists(address: Address, words: Words): AppliedCondition[] {
  const lists = [
    { key: 'industry', facet: 'industry', field: m.industry(), wordsOf: industryWords },
    { key: 'district', facet: 'region', field: m.district(), wordsOf: regionWords },
    { key: 'park', facet: 'region', field: m.park(), wordsOf: regionWords },
    { key: 'status', facet: 'status', field: m.status(), wordsOf: statusWords },
    { key: 'use', facet: 'use', field: m.land_use(), wordsOf: useWords },
  ] as const;
  return lists.flatMap(({ key, facet, field, wordsOf }) => {
    if (address[key].length === 0) return [];
    const names = address[key].map((code) => wordsOf(code, words));
    return [{ key, facet, field, words: listed(names), drop: { [key]: [] } }];
  });
}

function amounts({ minMu, maxMu, maxPrice }: Address, { locale }: Words): AppliedCondition[] {
  const conditions: AppliedCondition[] = [];
  if (minMu !== null || maxMu !== null) {
    const range = m.area_mu({ range: rangeText(minMu, maxMu, locale) });
    const drop = { minMu: null, maxMu: null };
    conditions.push({ key: 'area', facet: 'area', field: m.offered_area(), words: range, drop });
  }
  if (maxPrice !== null) {
    const words = `${m.start_price()} ≤ ${moneyText(priceColumns(maxPrice, locale))}`;
    conditions.push({ key: 'price', facet: 'price', field: m.price(), words, drop: { maxPrice: null } });
  }
  return conditions;
}

function readiness(address: Address, words: Words): AppliedCondition[] {
  return address.readiness.map((code) => ({
    key: `readiness-${code}`,
    facet: 'readiness',
    field: m.utilities(),
    words: m.utility_ready({ utility: utilityWords(code, words) }),
    drop: { readiness: address.readiness.filter((other) => other !== code) },
  }));
}

function requirements(address: Address, words: Words): AppliedCondition[] {
  return address.indicator.map((condition) => ({
    key: `indicator-${condition}`,
    facet: 'indicator',
    field: m.control_indicators(),
    words: requirementWords(condition, words),
    drop: { indicator: address.indicator.filter((other) => other !== condition) },
  }));
}

function places({ bbox, near }: Address, words: Words): AppliedCondition[] {
  const conditions: AppliedCondition[] = [];
  const field = m.location();
  if (bbox !== null)
    conditions.push({ key: 'bbox', facet: null, field, words: m.within_area(), drop: { bbox: null } });
  if (near !== null)
    conditions.push({ key: 'near', facet: null, field, words: nearWords(near, words), drop: { near: null } });
  return conditions;
}

function searched({ q }: Address): AppliedCondition[] {
  if (q === '') return [];
  return [{ key: 'q', facet: null, field: m.search_words(), words: m.quoted({ text: q }), drop: { q: '' } }];
}
