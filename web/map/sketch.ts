import { z } from 'zod';
import type { Locale } from '../../api/units/rules.ts';
import type { LonLatBounds } from './mercator.ts';
import { boundsOf } from './outline.ts';

const Position = z.tuple([z.number(), z.number()]);
const Line = z.array(Position);
const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Point'), coordinates: Position }),
  z.object({ type: z.literal('LineString'), coordinates: Line }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(Line) }),
  z.object({ type: z.literal('Polygon'), coordinates: z.array(Line) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Line)) }),
]);

const Properties = z.looseObject({
  kind: z.string(),
  /** County that the feature outlines. */
  code: z.string().nullish(),
  /** Park that the feature belongs to. */
  park: z.string().nullish(),
  nameZh: z.string().nullish(),
  nameEn: z.string().nullish(),
  /** Route number of a motorway (G60). */
  ref: z.string().nullish(),
  /** Streets: `main` or `local`. */
  class: z.string().nullish(),
});

/** What lies under the parcels: the counties' sketch, or the plans of the parks. [lon, lat] EPSG:4490. */
const Sketch = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.object({ type: z.literal('Feature'), properties: Properties, geometry: Geometry })),
});
export type Sketch = z.infer<typeof Sketch>;
export type SketchFeature = Sketch['features'][number];

export type BaseSketch = { counties: Sketch; parks: Sketch };

export const emptySketch: Sketch = { type: 'FeatureCollection', features: [] };

/** Both layers of this installation's own base map. Throws when the server cannot be reached or answers nonsense. */
export async function loadSketch(signal: AbortSignal): Promise<BaseSketch> {
  const [counties, parks] = await Promise.all([
    fetchSketch('/api/city/basemap.geojson', signal),
    fetchSketch('/api/city/parks.geojson', signal),
  ]);
  return { counties, parks };
}

async function fetchSketch(path: string, signal: AbortSignal): Promise<Sketch> {
  const response = await fetch(path, { signal });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return Sketch.parse(await response.json());
}

/** The sketch with one `label` a feature in the language of the page: the style itself has no language. */
export function labelledSketch(sketch: Sketch, locale: Locale): Sketch {
  return {
    ...sketch,
    features: sketch.features.map((feature) => ({
      ...feature,
      properties: { ...feature.properties, label: sketchLabel(feature.properties, locale) },
    })),
  };
}

function sketchLabel({ nameZh, nameEn }: SketchFeature['properties'], locale: Locale): string {
  return (locale === 'en' ? nameEn : nameZh) ?? '';
}

/** [west, south, east, north] of a park (园区), or null when its plan is not drawn. */
export function parkBounds(parks: Sketch | undefined, code: string): LonLatBounds | null {
  const outline = parks?.features.find(
    ({ properties }) => properties.kind === 'park' && properties.park === code,
  );
  return outline?.geometry.type === 'Polygon' ? boundsOf(outline.geometry.coordinates) : null;
}
