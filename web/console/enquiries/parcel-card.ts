import type { PublicCity } from '../../../api/city/schema.ts';
import type { ParcelSummary } from '../../../api/parcels/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { parcelLink } from '../../parcels/share/parcel-link.ts';
import { demandFigures, landFigures } from '../../parcels/share/share-words.ts';
import { formatDay } from '../../ui/dates.ts';
import { m } from '../../paraglide/messages.js';

/**
 * 地块卡: a parcel in plain words, to stand in an answer in the language of who asks: name, code and place, standing, area,
 * price and what is demanded, as of when, and the address of its page. A letter and a message can hold it as it is.
 */
export function parcelCard(
  parcel: ParcelSummary,
  { city, locale, origin }: { city: PublicCity; locale: Locale; origin: string },
): string {
  const name = (named: { name: string; nameEn: string }) => (locale === 'en' ? named.nameEn : named.name);
  const status = city.statuses.find(({ key }) => key === parcel.status)?.label[locale] ?? parcel.status;
  const { code, indicators, indicatorIndustry: industry } = parcel;
  const figures = [
    ...landFigures(parcel, locale),
    ...(industry === null ? [] : demandFigures(city, { industry, indicators }, locale)),
  ];
  return [
    name(parcel),
    [code, name(parcel.park), name(parcel.use), status].join(' ・ '),
    ...figures.map(({ label, value }) => m.label_and_value({ label, value }, { locale })),
    m.data_as_of({ date: formatDay(parcel.asOf, locale) }, { locale }),
    parcelLink(origin, { code, industry: null, locale }),
  ].join('\n');
}

/** `card` put where the caret stands, in lines of its own; what was chosen gives way to it. */
export function withCard(
  {
    value,
    selectionStart,
    selectionEnd,
  }: Pick<HTMLTextAreaElement, 'value' | 'selectionStart' | 'selectionEnd'>,
  card: string,
): { text: string; caret: number } {
  const before = value.slice(0, selectionStart);
  const after = value.slice(selectionEnd);
  const lead = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  const head = `${lead}${card}\n`;
  return { text: head + (after.startsWith('\n') ? after.slice(1) : after), caret: head.length };
}
