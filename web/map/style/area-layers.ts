import type { LayerSpecification } from 'maplibre-gl';
import { bold, brand, text } from './palette.ts';

/** The area or circle that the person searches in: seen while the map moves on, never in the way of a parcel. */
export const areaLine: LayerSpecification = {
  id: 'area-line',
  type: 'line',
  source: 'area',
  filter: ['==', ['geometry-type'], 'LineString'],
  paint: { 'line-color': brand, 'line-width': 2, 'line-dasharray': [4, 2.5] },
};

export const areaLabel: LayerSpecification = {
  id: 'area-label',
  type: 'symbol',
  source: 'area',
  filter: ['==', ['geometry-type'], 'Point'],
  layout: {
    'text-field': ['get', 'label'],
    'text-font': bold,
    'text-size': 12,
    'text-anchor': ['match', ['get', 'at'], 'top', 'top', 'top-left'],
    'text-offset': ['match', ['get', 'at'], 'top', ['literal', [0, 0.5]], ['literal', [0.6, 0.5]]],
    // Always there, and the names of the ground give way to it.
    'text-allow-overlap': true,
  },
  paint: { 'text-color': brand, 'text-halo-color': text.landHalo, 'text-halo-width': 2 },
};
