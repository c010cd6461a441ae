import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { parkGround, parkOutline, sketchGround, sketchLanes } from './ground-layers.ts';
import { parkLabels, sketchLabels } from './label-layers.ts';
import { bold, brand, text } from './palette.ts';
import { emptySources } from './style.ts';

const teal = '#2a9d8f';
const amber = '#f0a93a';
/** Below this a parcel is smaller than the dot that stands for it. */
const shapeZoom = 11.5;
const labelZoom = 12;

/** What was released in teal, what is on air in amber: one lit thing at a time. */
const parcels: LayerSpecification[] = [
  {
    id: 'parcel',
    type: 'fill',
    source: 'parcels',
    minzoom: shapeZoom,
    paint: { 'fill-color': teal, 'fill-opacity': 0.7 },
  },
  {
    id: 'released-line',
    type: 'line',
    source: 'parcels',
    minzoom: shapeZoom,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': brand, 'line-width': 1.4 },
  },
  {
    id: 'on-air',
    type: 'fill',
    source: 'selected',
    paint: { 'fill-color': amber, 'fill-opacity': 0.9 },
  },
  {
    id: 'on-air-line',
    type: 'line',
    source: 'selected',
    layout: { 'line-join': 'round' },
    paint: { 'line-color': text.ink, 'line-width': 3 },
  },
  {
    id: 'chosen-line',
    type: 'line',
    source: 'area',
    layout: { 'line-join': 'round' },
    paint: { 'line-color': brand, 'line-width': 4 },
  },
  {
    id: 'released-dot',
    type: 'circle',
    source: 'parcel-points',
    maxzoom: shapeZoom,
    paint: {
      'circle-radius': ['case', ['get', 'live'], 7, 4.5],
      'circle-color': ['case', ['get', 'live'], amber, teal],
      'circle-stroke-color': ['case', ['get', 'live'], text.ink, '#ffffff'],
      'circle-stroke-width': 1.5,
    },
  },
];

const codes: LayerSpecification = {
  id: 'released-code',
  type: 'symbol',
  source: 'parcel-points',
  minzoom: labelZoom,
  layout: {
    'text-field': ['get', 'code'],
    'text-font': bold,
    'text-size': ['case', ['get', 'live'], 15, 12],
    'symbol-sort-key': ['case', ['get', 'live'], 0, 1],
  },
  paint: { 'text-color': text.ink, 'text-halo-color': '#ffffff', 'text-halo-width': 1.8 },
};

/** The ground of the investors' map with what an event released. */
export function stageStyle(): StyleSpecification {
  return {
    version: 8,
    sources: emptySources(),
    layers: [
      ...sketchGround,
      ...parkGround,
      ...sketchLanes,
      parkOutline,
      ...parcels,
      ...sketchLabels,
      ...parkLabels,
      codes,
    ],
  };
}
