import type { PublicCity } from '../../../api/city/schema.ts';
import type { Admission, Parcel, Requirement } from '../../../api/parcels/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { formatArea } from '../../../api/units/rules.ts';
import { formatDay } from '../../ui/dates.ts';
import { m } from '../../paraglide/messages.js';
import { moneyText, priceColumns } from '../money-text.ts';
import { requirementText } from '../requirement-text.ts';
import type { ShareCard } from './share-card.ts';

type Shared = { city: PublicCity; parcel: Parcel; admission: Admission | null; colour: string | null };

/** The words of a parcel's share picture in one language. `link` is the whole address of its page. */
export function shareCard(
  { city, parcel, admission, colour }: Shared,
  { locale, link }: { locale: Locale; link: string },
): ShareCard {
  const name = (named: { name: string; nameEn: string }) => (locale === 'en' ? named.nameEn : named.name);
  const places = [parcel.park, parcel.town].filter((place) => place !== null).map(name);
  return {
    title: name(parcel),
    site: `${m.brand({}, { locale })} ・ ${city.title[locale]}`,
    place: [parcel.code, ...places].join(' ・ '),
    status: city.statuses.find(({ key }) => key === parcel.status)?.label[locale] ?? parcel.status,
    figures: [
      ...landFigures(parcel, locale),
      ...(admission === null
        ? []
        : demandFigures(city, { ...admission, industry: admission.industry.code }, locale)),
    ],
    footprint: parcel.footprint,
    colour,
    sample: parcel.demo ? m.sample_data({}, { locale }) : '',
    notes: [
      city.officialNotice[locale],
      m.data_as_of({ date: formatDay(parcel.asOf, locale) }, { locale }),
      m.outline_rounded({ metres: parcel.geometryPrecisionM }, { locale }),
    ],
    link,
    scan: m.scan_to_open({}, { locale }),
  };
}

type Figure = ShareCard['figures'][number];

/** Area and price. */
export function landFigures(parcel: Pick<Parcel, 'offeredAreaM2' | 'startPrice'>, locale: Locale): Figure[] {
  const mu = formatArea(parcel.offeredAreaM2, 'mu', { locale, fixed: true });
  const hectares = formatArea(parcel.offeredAreaM2, 'hectare', { locale, decimals: 2 });
  const price =
    parcel.startPrice === null
      ? m.to_be_announced({}, { locale })
      : moneyText(priceColumns(parcel.startPrice, locale));
  return [
    {
      label: m.offered_area({}, { locale }),
      value: `${mu.value} ${mu.unit} ・ ${hectares.value} ${hectares.unit}`,
    },
    { label: m.start_price({}, { locale }), value: price },
  ];
}

/** The first indicators of the city's set that the industry's row states: as many as the picture holds. */
export function demandFigures(
  city: PublicCity,
  { industry, indicators }: { industry: string; indicators: Record<string, Requirement | null> },
  locale: Locale,
): Figure[] {
  const stated = city.indicators.flatMap((definition) => {
    const requirement = indicators[definition.key];
    if (!requirement) return [];
    const { operator, value, unit } = requirementText(requirement, definition, locale);
    const what = { what: definition.short[locale], industry };
    return [{ label: m.for_industry(what, { locale }), value: `${operator} ${value} ${unit}`.trim() }];
  });
  return stated.slice(0, 4);
}
