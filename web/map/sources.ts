import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon } from 'geojson';
import type { PublicCity, Sketch } from '../../api/city/schema.ts';
import type { ParcelFeature, ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { formatArea } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import type { EdgeRule } from './edges.ts';
import { edgeLengths } from './edges.ts';
import type { LabelRoom } from './label-room.ts';
import { labelRoom, zoomThatFits } from './label-room.ts';
import type { LonLat } from './mercator.ts';
import type { Blank } from './overview-placing.ts';
import { detailSteps, figureSizePx, valueSteps } from './style/label-steps.ts';
import { textWidthPx } from './text-width.ts';
import type { MapTheme } from './theme.ts';
import { themeClass, themeFigure } from './theme.ts';

export type Shapes = FeatureCollection<MultiPolygon>;
export type Points = FeatureCollection<Point>;

export const noShapes: Shapes = { type: 'FeatureCollection', features: [] };
export const noPoints: Points = { type: 'FeatureCollection', features: [] };

export type Reading = { theme: MapTheme; locale: Locale };

/** Outlines with what the style draws them by: `class` is 1 to 5, 0 where the value is not published. */
export function parcelShapes(
  { features }: Pick<ParcelFeatureCollection, 'features'>,
  theme: MapTheme | null,
): Shapes {
  return {
    type: 'FeatureCollection',
    features: features.map(({ properties, geometry }) => ({
      type: 'Feature',
      properties: {
        code: properties.code,
        class: theme === null ? 0 : themeClass(properties, theme),
      },
      geometry,
    })),
  };
}

/** The least side of a polygon that holds a figure at all, pixels. */
const leastFigurePx = 24;
const detailNeed = { widthPx: 84, heightPx: 60 };

/** One point a parcel for its figure, its code and its area, with the zooms from which each of them fits. */
export function parcelPoints({ features }: ParcelFeatureCollection, { theme, locale }: Reading): Points {
  return {
    type: 'FeatureCollection',
    features: features.map((feature) => parcelPoint(feature, { theme, locale })),
  };
}

function parcelPoint({ properties, geometry }: ParcelFeature, { theme, locale }: Reading): Feature<Point> {
  const { code, centroid, offeredAreaM2 } = properties;
  const figure = themeFigure(properties, theme, locale);
  const room = labelRoom(geometry, centroid);
  const area = formatArea(offeredAreaM2, 'mu', { locale, fixed: true });
  return pointFeature(centroid, {
    code,
    class: themeClass(properties, theme),
    figure,
    area: `${area.value} ${area.unit}`,
    figureFrom: figureZoom(figure, room, centroid[1]),
    detailFrom: zoomThatFits(room, detailNeed, { lat: centroid[1], steps: detailSteps }),
  });
}

/** The first zoom at which the figure fits at the size it has there: an indicator may have six digits. */
function figureZoom(figure: string, room: LabelRoom, lat: number): number | null {
  const fitting = valueSteps.find((step) => {
    const widthPx = Math.max(leastFigurePx, textWidthPx(figure, figureSizePx(step)));
    return zoomThatFits(room, { widthPx, heightPx: 14 }, { lat, steps: [step] }) !== null;
  });
  return fitting ?? null;
}

/** Lengths of the sides (约 180 m), each a point with its turn and the side of the line it stands on. */
export function edgePoints(
  { geometry }: Pick<ParcelFeature, 'geometry'>,
  rule: EdgeRule,
  locale: Locale,
): Points {
  return {
    type: 'FeatureCollection',
    features: edgeLengths(geometry, rule).map(({ position, lengthM, turnDegrees, side }) => {
      const label = m.map_about_metres({ metres: lengthM }, { locale });
      return pointFeature(position, { label, turn: turnDegrees, side });
    }),
  };
}

/** Where the name of a park stands: on its outline, straight above its middle. */
export function parkNamePoints(parks: Sketch, { regions }: PublicCity, locale: Locale): Points {
  const names = new Map(regions.map(({ code, name }) => [code, name[locale]]));
  return {
    type: 'FeatureCollection',
    features: parks.features.flatMap(({ properties, geometry }): Feature<Point>[] => {
      const label = names.get(properties.park ?? '');
      if (properties.kind !== 'park' || geometry.type !== 'Polygon' || label === undefined) return [];
      return [pointFeature(topAboveMiddle(geometry), { label })];
    }),
  };
}

/** Blanks that keep the labels of the ground out of what the page draws over it. */
export function blankPoints(blanks: Blank[]): Points {
  return {
    type: 'FeatureCollection',
    features: blanks.map(({ position, sidePx }) => pointFeature(position, { sidePx })),
  };
}

export function pointFeature(coordinates: LonLat, properties: Feature['properties']): Feature<Point> {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates } };
}

function topAboveMiddle({ coordinates }: Polygon): LonLat {
  const ring = coordinates[0] ?? [];
  const lons = ring.map(([lon = 0]) => lon);
  const middle = (Math.min(...lons) + Math.max(...lons)) / 2;
  const crossings = ring.slice(1).flatMap(([lonEnd = 0, latEnd = 0], index) => {
    const [lonStart = 0, latStart = 0] = ring[index] ?? [];
    if (lonStart > middle === lonEnd > middle) return [];
    return [latStart + ((latEnd - latStart) * (middle - lonStart)) / (lonEnd - lonStart)];
  });
  return [middle, Math.max(...crossings)];
}
