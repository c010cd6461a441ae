import type { ExpressionSpecification, LayerSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import { blankSidePx } from '../images.ts';
import { parcelZoom } from '../overview.ts';
import { rampInks } from '../theme.ts';
import { detailSteps, figureSizes, valueSteps } from './label-steps.ts';
import { bold, regular, text } from './palette.ts';

const label: ExpressionSpecification = ['get', 'label'];

export const blankName = 'blank';

/** Names of the ground, lowest priority first: a label placed earlier (a later layer) makes the others give way. */
export const sketchLabels: LayerSpecification[] = [
  {
    id: 'river-name',
    type: 'symbol',
    source: 'sketch',
    minzoom: 10.5,
    filter: ['==', ['get', 'kind'], 'river'],
    layout: {
      'text-field': label,
      'text-font': regular,
      'text-size': 12,
      'symbol-placement': 'line',
      'symbol-spacing': 420,
      // Upright beside the bends of a sketch: three characters turned along a corner run into each other.
      'text-rotation-alignment': 'viewport',
    },
    paint: { 'text-color': text.water, 'text-halo-color': text.landHalo, 'text-halo-width': 1.5 },
  },
  {
    id: 'route-number',
    type: 'symbol',
    source: 'sketch',
    filter: ['==', ['get', 'kind'], 'motorway'],
    layout: {
      'text-field': ['get', 'ref'],
      'text-font': bold,
      'text-size': 11,
      'symbol-placement': 'line',
      'symbol-spacing': 280,
      'text-rotation-alignment': 'viewport',
      'text-padding': 8,
    },
    paint: { 'text-color': text.route, 'text-halo-color': text.halo, 'text-halo-width': 2 },
  },
];

export const parkName: SymbolLayerSpecification = {
  id: 'park-name',
  type: 'symbol',
  source: 'park-names',
  minzoom: parcelZoom,
  layout: {
    'text-field': label,
    'text-font': bold,
    'text-size': ['interpolate', ['linear'], ['zoom'], 11, 12, 14, 14],
    'text-anchor': 'bottom',
    'text-offset': [0, -0.7],
    'text-padding': 4,
  },
  paint: { 'text-color': text.park, 'text-halo-color': text.landHalo, 'text-halo-width': 2 },
};

export const parkLabels: LayerSpecification[] = [
  streetName('local-street-name', 'local', 15),
  streetName('main-street-name', 'main', 12.6),
  {
    id: 'park-water-name',
    type: 'symbol',
    source: 'parks',
    minzoom: 12.2,
    filter: ['==', ['get', 'kind'], 'water'],
    layout: { 'text-field': label, 'text-font': regular, 'text-size': 12 },
    paint: { 'text-color': text.water, 'text-halo-color': text.landHalo, 'text-halo-width': 1.5 },
  },
  parkName,
];

/** The figure stands at the middle of its parcel; code above and area below it come when there is room for all three. */
export const parcelLabels: LayerSpecification[] = [
  ...detailSteps.map((step) =>
    detail(`parcel-area-${step}`, step, { field: 'area', font: regular, offset: [0, 1.9] }),
  ),
  ...detailSteps.map((step) =>
    detail(`parcel-code-${step}`, step, { field: 'code', font: bold, offset: [0, -1.9] }),
  ),
  ...valueSteps.map(figure),
];

/** Circles and names of the overview, and tools, are elements of the page: no label may come out from under them. */
export const blanks: LayerSpecification = {
  id: 'blank',
  type: 'symbol',
  source: 'blanks',
  layout: {
    'icon-image': blankName,
    'icon-size': ['/', ['get', 'sidePx'], blankSidePx],
    'icon-padding': 0,
    'icon-allow-overlap': true,
  },
};

export const edgeLabels: LayerSpecification = {
  id: 'edge-length',
  type: 'symbol',
  source: 'edges',
  minzoom: 15,
  layout: {
    'text-field': label,
    'text-font': regular,
    'text-size': 12,
    'text-rotate': ['get', 'turn'],
    'text-rotation-alignment': 'map',
    'text-anchor': ['match', ['get', 'side'], 'above', 'bottom', 'top'],
    'text-offset': ['match', ['get', 'side'], 'above', ['literal', [0, -0.45]], ['literal', [0, 0.45]]],
    'text-padding': 1,
  },
  paint: { 'text-color': text.ink, 'text-halo-color': text.halo, 'text-halo-width': 2 },
};

function figure(step: number): SymbolLayerSpecification {
  return {
    id: `parcel-figure-${step}`,
    type: 'symbol',
    source: 'parcel-points',
    minzoom: step,
    filter: ['==', ['get', 'figureFrom'], step],
    layout: {
      'text-field': ['get', 'figure'],
      'text-font': bold,
      'text-size': ['interpolate', ['linear'], ['zoom'], ...figureSizes.flat()],
      'text-padding': 4,
    },
    paint: { 'text-color': inkOnClass() },
  };
}

type Detail = { field: 'code' | 'area'; font: string[]; offset: [number, number] };

function detail(id: string, step: number, { field, font, offset }: Detail): SymbolLayerSpecification {
  return {
    id,
    type: 'symbol',
    source: 'parcel-points',
    minzoom: step,
    filter: ['==', ['get', 'detailFrom'], step],
    layout: {
      'text-field': ['get', field],
      'text-font': font,
      'text-size': 11,
      'text-offset': offset,
      'text-padding': 0,
    },
    paint: { 'text-color': inkOnClass() },
  };
}

/** Class 0 is the white hatch: ink. */
function inkOnClass(): ExpressionSpecification {
  const [first, ...rest] = rampInks;
  return [
    'step',
    ['get', 'class'],
    first,
    ...rest.flatMap((ink, index) => [index + 2, ink]),
  ] as ExpressionSpecification;
}

function streetName(id: string, rank: 'main' | 'local', minzoom: number): SymbolLayerSpecification {
  return {
    id,
    type: 'symbol',
    source: 'parks',
    minzoom,
    filter: ['all', ['==', ['get', 'kind'], 'street'], ['==', ['get', 'class'], rank]],
    layout: {
      'text-field': label,
      'text-font': regular,
      'text-size': ['interpolate', ['linear'], ['zoom'], 12, 10.5, 16, 13],
      'symbol-placement': 'line',
      'symbol-spacing': 420,
      'text-padding': 6,
      'text-max-angle': 30,
    },
    paint: { 'text-color': text.street, 'text-halo-color': text.halo, 'text-halo-width': 1.5 },
  };
}
