import type { GeoJSONSourceSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { parkGround, parkOutline, sketchGround, sketchLanes } from './ground-layers.ts';
import { areaLabel, areaLine } from './area-layers.ts';
import { blanks, edgeLabels, parcelLabels, parkLabels, sketchLabels } from './label-layers.ts';
import { heroParcelLayers, parcelLayers } from './parcel-layers.ts';
import { transportLayers } from './transport-layers.ts';

/** Sources of the style; all are filled from the page, so that the map asks no server for anything. */
export const sourceNames = [
  'sketch',
  'parks',
  'park-names',
  'others',
  'parcels',
  'parcel-points',
  'selected',
  'edges',
  'blanks',
  'transport',
  'area',
] as const;
export type SourceName = (typeof sourceNames)[number];

/** `map`: the 招商地图. `hero`: one parcel on its own page. */
export type StylePurpose = 'map' | 'hero';

/** Layers from low to high; labels are placed from the last to the first, so figures of parcels win. */
export function mapStyle(purpose: StylePurpose): StyleSpecification {
  return {
    version: 8,
    sources: emptySources(),
    layers: [
      ...sketchGround,
      ...parkGround,
      ...sketchLanes,
      parkOutline,
      ...(purpose === 'hero' ? heroParcelLayers : [...parcelLayers, areaLine]),
      ...labels(purpose),
    ],
  };
}

function labels(purpose: StylePurpose): LayerSpecification[] {
  if (purpose === 'hero') return [...sketchLabels, ...parkLabels, { ...edgeLabels, minzoom: 13 }];
  return [...sketchLabels, ...parkLabels, ...transportLayers, edgeLabels, areaLabel, ...parcelLabels, blanks];
}

export function emptySources(): StyleSpecification['sources'] {
  return Object.fromEntries(sourceNames.map((name) => [name, emptySource(name)]));
}

function emptySource(name: SourceName): GeoJSONSourceSpecification {
  return {
    type: 'geojson',
    data: { type: 'FeatureCollection', features: [] },
    // Hovering names a parcel by its code; the ground has nothing to name.
    ...(name === 'parcels' ? { promoteId: 'code' } : {}),
  };
}
