import type { Sketch } from '../../api/city/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import type { LonLatBounds } from './mercator.ts';
import { boundsOf } from './outline.ts';

export type SketchFeature = Sketch['features'][number];

export type BaseSketch = { counties: Sketch; parks: Sketch };

export const emptySketch: Sketch = { type: 'FeatureCollection', features: [] };

/** Both layers of this installation's own base map. Throws when the server cannot be reached or answers no JSON. */
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
  const sketch: Sketch = await response.json();
  return sketch;
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
