import type { CityPack } from '../city/schema.ts';
import { countAreas, countIndicator, countPrices, countReady, tally, type Tally } from './facet-rules.ts';
import { countIndustries } from './industry-facet-rules.ts';
import type { ParcelQuery } from './query-schema.ts';
import type { Facets, ParcelAnswer } from './schema.ts';
import { sumAreasM2, type Judged, type PublicParcel } from './search-rules.ts';
import type { Place, PublicParcels } from './search-store.ts';

/** All facets of an answer, in the words of the city. */
export function countFacets(
  { judged, parcels, places, industries }: PublicParcels & { judged: Judged[] },
  query: ParcelQuery,
  pack: CityPack,
): Facets {
  const ofPlace = (level: Place['level'], tallies: Map<string, Tally>) =>
    places
      .filter((place) => place.level === level)
      .map(({ code, name, nameEn }) => ({ code, name, nameEn, count: tallies.get(code)?.matching ?? 0 }));
  const matching = (condition: string, valueOf: (parcel: PublicParcel) => string) => {
    const tallies = tally(judged, condition, ({ parcel }) => valueOf(parcel));
    return (code: string) => tallies.get(code)?.matching ?? 0;
  };
  const byStatus = matching('status', ({ status }) => status);
  const byUse = matching('use', ({ facts }) => facts.useCode);
  const ready = countReady(judged);
  return {
    district: ofPlace(
      'district',
      tally(judged, 'district', ({ parcel }) => parcel.facts.districtCode),
    ),
    park: ofPlace(
      'park',
      tally(judged, 'park', ({ parcel }) => parcel.facts.parkCode),
    ),
    status: pack.statuses.map(({ key, label }) => named(key, label, byStatus(key))),
    industry: countIndustries(parcels, query, industries).map(({ code, name, nameEn, count }) => ({
      code,
      name,
      nameEn,
      count,
    })),
    use: pack.uses.map(({ code, label }) => named(code, label, byUse(code))),
    readiness: pack.utilities.map(({ key, label }) => named(key, label, ready.get(key) ?? 0)),
    area: countAreas(judged),
    ...countPrices(judged),
    indicator: pack.indicators.map(({ key }) => countIndicator(judged, key)),
  };
}

function named(code: string, label: { 'zh-CN': string; en: string }, count: number): Facets['use'][number] {
  return { code, name: label['zh-CN'], nameEn: label.en, count };
}

/** Every park with a public parcel, and what of it matches: what the map shows from afar. */
export function countParks(judged: Judged[], places: Place[]): ParcelAnswer['parks'] {
  const matching = new Map<string, PublicParcel[]>();
  for (const { parcel, misses } of judged) {
    const own = matching.get(parcel.facts.parkCode) ?? [];
    if (misses === null) own.push(parcel);
    matching.set(parcel.facts.parkCode, own);
  }
  return places.flatMap(({ code, name, nameEn }) => {
    const own = matching.get(code);
    return own === undefined ? [] : [{ code, name, nameEn, count: own.length, areaM2: sumAreasM2(own) }];
  });
}

/** Without any condition: every public parcel, and those on offer. */
export function countAll(parcels: PublicParcel[], onOffer: string[]): ParcelAnswer['all'] {
  const offered = parcels.filter(({ status }) => onOffer.includes(status));
  return {
    total: parcels.length,
    areaM2: sumAreasM2(parcels),
    onOffer: offered.length,
    onOfferAreaM2: sumAreasM2(offered),
  };
}
