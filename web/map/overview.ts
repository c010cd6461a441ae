import type { PublicCity } from '../../api/city/schema.ts';
import type { ParcelAnswer } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { formatArea } from '../../api/units/rules.ts';
import type { LonLat } from './mercator.ts';

/** Below this zoom parcels are too small to be seen: one circle per park (园区) stands for them. */
export const parcelZoom = 11;

export type OverviewPark = {
  code: string;
  name: string;
  /** Matching parcels in it. */
  count: number;
  area: { value: string; unit: string };
  anchor: LonLat;
};

/** Name of a county (县、市、区) at its own anchor, which the city pack keeps clear of the parks. */
export type OverviewPlace = { code: string; name: string; anchor: LonLat };

/** Every park of the city, also those without a match, the fullest first. */
export function overviewParks(
  city: PublicCity,
  parks: ParcelAnswer['parks'],
  locale: Locale,
): OverviewPark[] {
  const answered = new Map(parks.map((park) => [park.code, park]));
  return city.regions
    .flatMap(({ level, code, name, anchor }): OverviewPark[] => {
      if (level !== 'park' || anchor === null) return [];
      const { count = 0, areaM2 = 0 } = answered.get(code) ?? {};
      return [
        { code, name: name[locale], count, area: formatArea(areaM2, 'mu', { locale, decimals: 0 }), anchor },
      ];
    })
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

export function overviewPlaces(city: PublicCity, locale: Locale): OverviewPlace[] {
  return city.regions.flatMap(({ level, code, name, anchor }): OverviewPlace[] =>
    level === 'district' && anchor !== null ? [{ code, name: name[locale], anchor }] : [],
  );
}

/** Diameter of a park's circle in pixels: three sizes, so that it can be read and never drowns its neighbours. */
export function circleDiameterPx(count: number): number {
  if (count === 0) return 24;
  if (count <= 2) return 26;
  return count <= 8 ? 32 : 40;
}

/** Counties instead of parks, for a picture too small to tell the parks apart: what matches in all parks of each. */
export function countyCounts({ regions }: PublicCity, parks: ParcelAnswer['parks']): Map<string, number> {
  const countyOf = new Map(regions.map(({ code, parent }) => [code, parent]));
  return parks.reduce((counts, { code, count }) => {
    const county = countyOf.get(code);
    return county == null ? counts : counts.set(county, (counts.get(county) ?? 0) + count);
  }, new Map<string, number>());
}
