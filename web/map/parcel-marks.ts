import type { ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { formatArea } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import type { Frame, LonLat, MapView, Pixel } from './mercator.ts';
import { pixelOf } from './mercator.ts';
import type { MapTheme } from './theme.ts';
import { themeFigure } from './theme.ts';

/** A parcel that is in sight, as the keyboard and a screen reader meet it. */
export type ParcelMark = { code: string; area: string; words: string; top: LonLat; at: Pixel };

/** Side of the square that a mark takes. */
export const markPx = 28;

/** More would be no help to anyone who steps from one to the next. */
const most = 200;

export type Reading = { theme: MapTheme | null; locale: Locale };

/** Parcels whose middle stands in the free part of the map, in the order of the list. */
export function parcelMarks(
  { features }: ParcelFeatureCollection,
  { view, frame }: { view: MapView; frame: Frame },
  { theme, locale }: Reading,
): ParcelMark[] {
  return features
    .map(({ properties, bbox }) => ({ properties, bbox, at: pixelOf(properties.centroid, view, frame.size) }))
    .filter(({ at }) => isWithin(at, frame))
    .slice(0, most)
    .map(({ properties, bbox, at }) => {
      const { code, centroid, offeredAreaM2 } = properties;
      const measure = formatArea(offeredAreaM2, 'mu', { locale, fixed: true });
      const area = `${measure.value} ${measure.unit}`;
      const name = locale === 'en' ? properties.nameEn : properties.name;
      const value = theme === null ? '' : valueWords(themeFigure(properties, theme, locale), theme, locale);
      const words = m.map_mark_name({ name, code, area, value }, { locale });
      return { code, area, words, top: [centroid[0], bbox[3]], at };
    });
}

function valueWords(figure: string, { label, unit }: MapTheme, locale: Locale): string {
  const title = m.map_theme_title({ label }, { locale });
  return figure === '' ? `${title} ${m.map_key_unknown({}, { locale })}` : `${title} ${figure} ${unit}`;
}

function isWithin({ x, y }: Pixel, { size, padding }: Frame): boolean {
  const across = x >= padding.left && x <= size.width - padding.right;
  return across && y >= padding.top && y <= size.height - padding.bottom;
}
