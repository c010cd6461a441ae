import type { PublicCity } from '../../api/city/schema.ts';
import type { Named } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { formatArea, formatNumber, sqmFromMu } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import type { Address } from './address.ts';
import { readCondition } from './indicator-conditions.ts';
import { shortIndustryName } from './industry-words.ts';
import { exactValueText } from './requirement-text.ts';

/** What the words of a condition are made of. */
export type Words = {
  city: PublicCity;
  /** An industry by its code, as far as the table is loaded. */
  industryOf: (code: string) => Pick<Named, 'name' | 'nameEn'> | null;
  locale: Locale;
};

const signs = { '<=': '≤', '>=': '≥', '<': '<', '>': '>' } as const;

/** `36 汽车制造业`, `36 Automobiles`: the code stands first, where a narrow chip does not cut it off. */
export function industryWords(code: string, { industryOf, locale }: Words): string {
  const industry = industryOf(code);
  if (industry === null) return code;
  return `${code} ${locale === 'en' ? shortIndustryName(industry, locale) : industry.name}`;
}

export function regionWords(code: string, { city, locale }: Words): string {
  return city.regions.find((region) => region.code === code)?.name[locale] ?? code;
}

export function statusWords(code: string, { city, locale }: Words): string {
  return city.statuses.find(({ key }) => key === code)?.label[locale] ?? code;
}

export function useWords(code: string, { city, locale }: Words): string {
  return city.uses.find((use) => use.code === code)?.label[locale] ?? code;
}

export function utilityWords(code: string, { city, locale }: Words): string {
  return city.utilities.find(({ key }) => key === code)?.label[locale] ?? code;
}

/** `80–250`, `≥ 80`, `≤ 250`, in 亩. */
export function rangeText(from: number | null, to: number | null, locale: Locale): string {
  const [low, high] = [from, to].map((end) => (end === null ? '' : formatNumber(end, { locale })));
  if (from === null) return `≤ ${high}`;
  return to === null ? `≥ ${low}` : `${low}–${high}`;
}

/** 亩 for a Chinese reader; English sets hectares beside it. */
export function muWords(mu: number, locale: Locale): string {
  const words = m.area_mu({ range: formatNumber(mu, { locale }) });
  if (locale !== 'en') return words;
  const { value, unit } = formatArea(sqmFromMu(mu), 'hectare', { locale, decimals: 2 });
  return `${words} (${value} ${unit})`;
}

type Requirement = { label: string; sign: string; value: string; unit: string };

/** 指标 condition in its parts and the reader's unit; null where the city has no such indicator. */
export function requirementParts(condition: string, { city, locale }: Words): Requirement | null {
  const read = readCondition(condition);
  if (read === null) return null;
  const indicator = city.indicators.find(({ key }) => key === read.key);
  const definition = indicator ?? city.limits.find(({ key }) => key === read.key);
  if (definition === undefined) return null;
  const label = (indicator?.short ?? definition.label)[locale];
  const value = exactValueText(read.value, definition, locale);
  return { label, sign: signs[read.operator], value, unit: definition.unit[locale] };
}

export function requirementWords(condition: string, words: Words): string {
  const parts = requirementParts(condition, words);
  if (parts === null) return condition;
  return [parts.label, parts.sign, parts.value, parts.unit].filter((part) => part !== '').join(' ');
}

/** 距 … N km 内: the place by its name where the city's table of transport has it, else by its coordinates. */
export function nearWords([lon, lat, km]: NonNullable<Address['near']>, { city, locale }: Words): string {
  const node = city.transport.find(
    ({ position }) => position[0].toFixed(5) === lon.toFixed(5) && position[1].toFixed(5) === lat.toFixed(5),
  );
  const name = node === undefined ? null : locale === 'en' ? node.nameEn : node.name;
  return m.near_place({
    place: name ?? `${lon.toFixed(3)}, ${lat.toFixed(3)}`,
    km: formatNumber(km, { locale }),
  });
}

export function listed(names: string[]): string {
  const [first = '', second] = names;
  if (names.length > 2) return m.and_more({ first, count: names.length });
  return second === undefined ? first : m.two_of({ first, second });
}
