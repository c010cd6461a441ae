import type { PublicCity } from '../../api/city/schema.ts';
import type { Facets } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { formatNumber } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import type { Address } from './address.ts';
import { moneyText, priceColumns } from './money-text.ts';
import { valueText } from './requirement-text.ts';

/** One condition that narrows the answer, in the words of its value, and the change that drops it. */
export type AppliedCondition = {
  key: string;
  field: string;
  words: string;
  drop: Partial<Address>;
  /** How many parcels there would be without it, where the facets tell. */
  without: number | null;
};

export type Vocabulary = {
  city: PublicCity;
  facets: Facets | null;
  /** Names of industries by code, as far as they are loaded. */
  industryName: (code: string) => string | null;
  locale: Locale;
};

/** In the order in which the chips stand. The words searched for come last: they have their own box. */
export function appliedConditions(address: Address, vocabulary: Vocabulary): AppliedCondition[] {
  return [
    ...industries(address, vocabulary),
    ...areas(address, vocabulary),
    ...regions(address, vocabulary),
    ...statuses(address, vocabulary),
    ...others(address, vocabulary),
    ...words(address),
  ];
}

function industries({ industry }: Address, { industryName, facets, locale }: Vocabulary): AppliedCondition[] {
  if (industry.length === 0) return [];
  const names = industry.map((code) => {
    const name = facets?.industry.find((count) => count.code === code);
    const known = name ? (locale === 'en' ? name.nameEn : name.name) : industryName(code);
    return known === null ? code : `${known} ${code}`;
  });
  return [
    { key: 'industry', field: m.industry(), words: listed(names), drop: { industry: [] }, without: null },
  ];
}

function areas({ minMu, maxMu }: Address, { facets, locale }: Vocabulary): AppliedCondition[] {
  if (minMu === null && maxMu === null) return [];
  const without = facets?.area.reduce((sum, { matching }) => sum + matching, 0) ?? null;
  const range = rangeText(minMu, maxMu, locale);
  const drop = { minMu: null, maxMu: null };
  return [{ key: 'area', field: m.offered_area(), words: m.area_mu({ range }), drop, without }];
}

export function rangeText(from: number | null, to: number | null, locale: Locale): string {
  const [low, high] = [from, to].map((end) => (end === null ? '' : formatNumber(end, { locale })));
  if (from === null) return `≤ ${high}`;
  return to === null ? `≥ ${low}` : `${low}–${high}`;
}

function regions(address: Address, { city, facets, locale }: Vocabulary): AppliedCondition[] {
  const name = (code: string) => city.regions.find((region) => region.code === code)?.name[locale] ?? code;
  const conditions: AppliedCondition[] = [];
  for (const key of ['district', 'park'] as const) {
    if (address[key].length === 0) continue;
    const field = key === 'district' ? m.district() : m.park();
    conditions.push({
      key,
      field,
      words: listed(address[key].map(name)),
      drop: { [key]: [] },
      without: sumOf(facets?.[key]),
    });
  }
  return conditions;
}

function statuses({ status }: Address, { city, facets, locale }: Vocabulary): AppliedCondition[] {
  if (status.length === 0) return [];
  const names = status.map((code) => city.statuses.find(({ key }) => key === code)?.label[locale] ?? code);
  const without = sumOf(facets?.status);
  return [{ key: 'status', field: m.status(), words: listed(names), drop: { status: [] }, without }];
}

function others(address: Address, { city, facets, locale }: Vocabulary): AppliedCondition[] {
  const conditions: AppliedCondition[] = [];
  const add = (key: string, field: string, rest: Pick<AppliedCondition, 'words' | 'drop'>) =>
    conditions.push({ key, field, without: null, ...rest });
  if (address.use.length > 0) {
    const names = address.use.map(
      (code) => city.uses.find((use) => use.code === code)?.label[locale] ?? code,
    );
    conditions.push({
      key: 'use',
      field: m.land_use(),
      words: listed(names),
      drop: { use: [] },
      without: sumOf(facets?.use),
    });
  }
  for (const code of address.readiness) {
    const label = city.utilities.find(({ key }) => key === code)?.label[locale] ?? code;
    const drop = { readiness: address.readiness.filter((other) => other !== code) };
    add(`readiness-${code}`, m.utilities(), { words: m.utility_ready({ utility: label }), drop });
  }
  if (address.maxPrice !== null) {
    const words = `≤ ${moneyText(priceColumns(address.maxPrice, locale))}`;
    add('maxPrice', m.start_price(), { words: `${m.start_price()} ${words}`, drop: { maxPrice: null } });
  }
  for (const condition of address.indicator) {
    const drop = { indicator: address.indicator.filter((other) => other !== condition) };
    add(`indicator-${condition}`, m.control_indicators(), {
      words: indicatorWords(condition, { city, locale }),
      drop,
    });
  }
  return conditions;
}

function indicatorWords(condition: string, { city, locale }: Pick<Vocabulary, 'city' | 'locale'>): string {
  const [, key = '', operator = '', value = ''] = /^([a-z0-9_]+)(<=|>=|<|>)(.+)$/.exec(condition) ?? [];
  const definition = [...city.indicators, ...city.limits].find((candidate) => candidate.key === key);
  const sign = operator.replace('<=', '≤').replace('>=', '≥');
  if (definition === undefined) return `${key} ${sign} ${value}`;
  return `${definition.label[locale]} ${sign} ${valueText(Number(value), definition, locale)} ${definition.unit[locale]}`;
}

function words({ q }: Address): AppliedCondition[] {
  if (q === '') return [];
  return [
    { key: 'q', field: m.search_words(), words: m.quoted({ text: q }), drop: { q: '' }, without: null },
  ];
}

function listed(names: string[]): string {
  const [first = '', second] = names;
  if (names.length > 2) return m.and_more({ first, count: names.length });
  return second === undefined ? first : m.two_of({ first, second });
}

/** A parcel has one district, park, status and use, so the counts of a facet add up to the answer without it. */
function sumOf(counts: { count: number }[] | undefined): number | null {
  return counts === undefined ? null : counts.reduce((sum, { count }) => sum + count, 0);
}
