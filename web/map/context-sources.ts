import type { Feature, FeatureCollection, LineString, Point } from 'geojson';
import type { TransportNode } from '../../api/city/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { formatNumber } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import { circleAround, rectangle } from './area.ts';
import type { LonLat, LonLatBounds } from './mercator.ts';
import type { Points } from './sources.ts';
import { pointFeature } from './sources.ts';

export type Outlines = FeatureCollection<LineString | Point>;

/** Transport nodes (交通节点) with their names in the language of the page. */
export function transportPoints(nodes: TransportNode[], locale: Locale): Points {
  return {
    type: 'FeatureCollection',
    features: nodes.map(({ kind, name, nameEn, position }) =>
      pointFeature(position, { kind, label: locale === 'en' ? nameEn : name }),
    ),
  };
}

/** What the person searches in: a rectangle, a circle ([lon, lat, km]), both or nothing. */
export type Searched = { area: LonLatBounds | null; near: [number, number, number] | null };

/** Outlines of what is searched in, each with a label inside its upper left corner or, of a circle, below its top. */
export function searchedOutlines({ area, near }: Searched, locale: Locale): Outlines {
  const features: Outlines['features'] = [];
  if (area !== null) {
    features.push(
      lineFeature(rectangle(area)),
      pointFeature([area[0], area[3]], { label: m.map_area_label({}, { locale }), at: 'corner' }),
    );
  }
  if (near !== null) {
    const ring = circleAround(near);
    const label = m.map_near_label({ km: formatNumber(near[2], { locale }) }, { locale });
    features.push(lineFeature(ring), pointFeature(ring[0] ?? [near[0], near[1]], { label, at: 'top' }));
  }
  return { type: 'FeatureCollection', features };
}

function lineFeature(coordinates: LonLat[]): Feature<LineString> {
  return { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates } };
}
