import type { CityPack, LocalText } from '../city/schema.ts';
import type { Named, ParcelSummary } from '../parcels/schema.ts';
import { formatArea, formatMoney, type Locale, type Measure } from '../units/rules.ts';
import { words } from './words.ts';

/** What a page says of itself in its head. */
export type PageHead = {
  locale: Locale;
  title: string;
  description: string;
  /** The link it answers; null for a page that should not be found again (unknown, recalled, not to be had now). */
  link: { path: string; query: URLSearchParams } | null;
};

type Site = { pack: Pick<CityPack, 'title' | 'statuses'>; demo: boolean; locale: Locale };
type Texts = Pick<PageHead, 'title' | 'description'>;

/** So many industries are named in a description; a card shows two or three lines. */
const namedIndustries = 3;

export function mapTexts({ pack, demo, locale }: Site): Texts {
  const { map } = words[locale];
  return { title: siteTitle(pack.title, locale), description: sentence([map], { demo, locale }) };
}

/** Texts of a page that is the same for every parcel: comparing, keeping, and what is not to be had. */
export function plainTexts(page: Texts, { pack, demo, locale }: Site): Texts {
  return {
    title: `${page.title} · ${siteTitle(pack.title, locale)}`,
    description: sentence([page.description], { demo, locale }),
  };
}

/** What decides whether a link is opened: which parcel, where, how large, how far it is, for how much and for whom. */
export function parcelTexts(parcel: ParcelSummary, { pack, locale }: Site): Texts {
  const { area, admits, noPrice, startPrice } = words[locale];
  const format = { locale };
  const mu = written(formatArea(parcel.offeredAreaM2, 'mu', format));
  const hectares = written(formatArea(parcel.offeredAreaM2, 'hectare', { ...format, decimals: 2 }));
  const price =
    parcel.startPrice === null ? noPrice : startPrice(written(formatMoney(parcel.startPrice, format)));
  const industries = parcel.industries
    .slice(0, namedIndustries)
    .map((industry) => `${industry.code} ${named(industry, locale)}`)
    .join(locale === 'en' ? ', ' : '、');
  const status = pack.statuses.find(({ key }) => key === parcel.status)?.label[locale];
  const parts = [
    named(parcel.park, locale),
    named(parcel.district, locale),
    area({ mu, hectares }),
    ...(status === undefined ? [] : [status]),
    price,
    ...(industries === '' ? [] : [admits(industries)]),
  ];
  return {
    title: `${named(parcel, locale)} ${parcel.code} · ${siteTitle(pack.title, locale)}`,
    description: sentence(parts, { demo: parcel.demo, locale }),
  };
}

function sentence(parts: string[], { demo, locale }: { demo: boolean; locale: Locale }): string {
  const { separator, end, sample } = words[locale];
  const text = `${parts.join(separator)}${end}`;
  if (!demo) return text;
  return locale === 'en' ? `${sample}. ${text}` : `${sample}：${text}`;
}

function siteTitle(title: LocalText, locale: Locale): string {
  return `${title[locale]} · ${words[locale].brand}`;
}

function named({ name, nameEn }: Pick<Named, 'name' | 'nameEn'>, locale: Locale): string {
  return locale === 'en' ? nameEn : name;
}

/** 34.56 亩, and in English the currency before the number: CNY 34.56 m. */
function written({ value, unit }: Measure): string {
  const [currency, scale = ''] = unit.split(' ');
  return currency === 'CNY' ? `CNY ${value} ${scale}`.trimEnd() : `${value} ${unit}`;
}
