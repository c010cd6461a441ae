import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { MapImage } from '../images.ts';
import { hatchImage } from '../images.ts';
import { parkGround, parkOutline, sketchGround, sketchLanes } from '../style/ground-layers.ts';
import { parkLabels, sketchLabels } from '../style/label-layers.ts';
import { bold, brand, text } from '../style/palette.ts';
import { emptySources } from '../style/style.ts';
import { labelZoom } from './label-places.ts';
import type { StaffLook } from './staff-shapes.ts';

const teal = '#2a9d8f';
const cinnabar = '#a4311f';
const grey = '#526074';
const hatch = 'staff-error';

export const staffImages: ReadonlyMap<string, MapImage> = new Map([
  [hatch, hatchImage(2, { paper: [255, 255, 255, 150], stroke: [164, 49, 31, 255] })],
]);

const look: ExpressionSpecification = ['get', 'look'];
/** Below this a parcel is smaller than the dot that stands for it. */
const shapeZoom = 11.5;

function byLook<Value extends string | number>(values: Record<StaffLook, Value>): ExpressionSpecification {
  return [
    'match',
    look,
    'published',
    values.published,
    'draft',
    values.draft,
    'error',
    values.error,
    'chosen',
    values.chosen,
    'before',
    values.before,
    'after',
    values.after,
    values.around,
  ] as ExpressionSpecification;
}

const colours = {
  published: teal,
  draft: brand,
  error: cinnabar,
  chosen: brand,
  before: grey,
  after: brand,
  around: teal,
} as const;

const isDashed: ExpressionSpecification = ['in', look, ['literal', ['draft', 'before']]];

/** What is drawn dashed is dashed by a layer of its own: MapLibre takes no dashes from data. */
function outline(id: string, filter: ExpressionSpecification, dashes: number[] | null): LayerSpecification {
  return {
    id,
    type: 'line',
    source: 'parcels',
    minzoom: shapeZoom,
    filter,
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': byLook({ ...colours, published: brand, around: brand }),
      'line-width': byLook({
        published: 1.1,
        draft: 1.6,
        error: 1.6,
        chosen: 2,
        before: 1.6,
        after: 2.4,
        around: 1,
      }),
      ...(dashes === null ? {} : { 'line-dasharray': dashes }),
    },
  };
}

const shapes: LayerSpecification[] = [
  {
    id: 'staff-parcel',
    type: 'fill',
    source: 'parcels',
    minzoom: shapeZoom,
    paint: {
      'fill-color': byLook(colours),
      'fill-opacity': byLook({
        published: 0.7,
        draft: 0.14,
        error: 0.1,
        chosen: 0.85,
        before: 0.12,
        after: 0.3,
        around: 0.4,
      }),
    },
  },
  {
    id: 'staff-hatch',
    type: 'fill',
    source: 'parcels',
    minzoom: shapeZoom,
    filter: ['==', look, 'error'],
    paint: { 'fill-pattern': hatch },
  },
  { id: 'staff-overlap', type: 'fill', source: 'area', paint: { 'fill-pattern': hatch } },
  outline('staff-line', ['!', isDashed], null),
  outline('staff-line-dashed', isDashed, [3, 2]),
  {
    id: 'staff-current-casing',
    type: 'line',
    source: 'selected',
    layout: { 'line-join': 'round' },
    paint: { 'line-color': '#ffffff', 'line-width': 6 },
  },
  {
    id: 'staff-current',
    type: 'line',
    source: 'selected',
    layout: { 'line-join': 'round' },
    paint: { 'line-color': text.ink, 'line-width': 2.6 },
  },
  {
    id: 'staff-dot',
    type: 'circle',
    source: 'parcel-points',
    maxzoom: shapeZoom,
    paint: {
      'circle-radius': 4,
      'circle-color': byLook(colours),
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 1.5,
    },
  },
];

const labels: LayerSpecification[] = [
  {
    id: 'staff-label',
    type: 'symbol',
    source: 'parcel-points',
    minzoom: labelZoom,
    filter: ['!=', ['get', 'label'], ''],
    layout: { 'text-field': ['get', 'label'], 'text-font': bold, 'text-size': 12, 'text-max-width': 12 },
    paint: {
      'text-color': byLook({ ...colours, published: '#0f4f47', around: '#0f4f47', before: text.ink }),
      'text-halo-color': '#ffffff',
      'text-halo-width': 1.8,
    },
  },
  {
    id: 'staff-point',
    type: 'circle',
    source: 'edges',
    paint: {
      'circle-radius': 6,
      'circle-color': '#ffffff',
      'circle-stroke-width': 2,
      'circle-stroke-color': ['match', look, 'wrong', cinnabar, brand],
    },
  },
  {
    id: 'staff-point-label',
    type: 'symbol',
    source: 'edges',
    layout: {
      'text-field': ['get', 'label'],
      'text-font': bold,
      'text-size': 12,
      'text-anchor': 'left',
      'text-offset': [0.8, 0],
      'text-allow-overlap': true,
    },
    paint: {
      'text-color': ['match', look, 'wrong', cinnabar, brand],
      'text-halo-color': '#ffffff',
      'text-halo-width': 1.8,
    },
  },
];

/** The ground of the investors' map with parcels by their state instead of by an indicator. */
export function staffStyle(): StyleSpecification {
  return {
    version: 8,
    sources: emptySources(),
    layers: [
      ...sketchGround,
      ...parkGround,
      ...sketchLanes,
      parkOutline,
      ...shapes,
      ...sketchLabels,
      ...parkLabels,
      ...labels,
    ],
  };
}
