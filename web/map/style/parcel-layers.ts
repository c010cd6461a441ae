import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { parcelZoom } from '../overview.ts';
import { rampColours } from '../theme.ts';
import { brand, ground, text } from './palette.ts';

export const hatchName = 'not-published';

/** Layers whose features a pointer can choose, each with a `code`. */
export const selectableLayers = ['parcel', 'parcel-unknown', 'other-parcel', 'staff-parcel'];

const known: ExpressionSpecification = ['>', ['get', 'class'], 0];
const hovered: ExpressionSpecification = ['boolean', ['feature-state', 'hover'], false];

/** Parcels that do not match: seen, so that nobody takes the ground for empty, but without a value. */
const others: LayerSpecification[] = [
  {
    id: 'other-parcel',
    type: 'fill',
    source: 'others',
    minzoom: parcelZoom,
    paint: { 'fill-color': '#ffffff', 'fill-opacity': 0.7 },
  },
  {
    id: 'other-parcel-line',
    type: 'line',
    source: 'others',
    minzoom: parcelZoom,
    paint: { 'line-color': ground.notMatching, 'line-width': 1.1, 'line-dasharray': [3, 2.5] },
  },
];

const matching: LayerSpecification[] = [
  {
    id: 'parcel',
    type: 'fill',
    source: 'parcels',
    minzoom: parcelZoom,
    filter: known,
    paint: { 'fill-color': classColour(), 'fill-opacity': 0.96 },
  },
  {
    id: 'parcel-unknown',
    type: 'fill',
    source: 'parcels',
    minzoom: parcelZoom,
    filter: ['!', known],
    paint: { 'fill-pattern': hatchName, 'fill-opacity': 0.96 },
  },
  parcelLine('parcel-casing', { colour: '#ffffff', widthPx: 3 }),
  parcelLine('parcel-line', { colour: brand, widthPx: 1.1 }),
  {
    id: 'parcel-hover',
    type: 'line',
    source: 'parcels',
    minzoom: parcelZoom,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': brand, 'line-width': 2.5, 'line-opacity': ['case', hovered, 1, 0] },
  },
];

const selected: LayerSpecification[] = [
  selectedLine('selected-casing', { colour: '#ffffff', widthPx: 7 }),
  selectedLine('selected-line', { colour: text.ink, widthPx: 3 }),
];

export const parcelLayers: LayerSpecification[] = [...others, ...matching, ...selected];

/** The one parcel of a parcel's page over its muted neighbours. */
export const heroParcelLayers: LayerSpecification[] = [
  ...others,
  ...matching.filter(({ id }) => id !== 'parcel-hover').map(muted),
  {
    id: 'hero-parcel',
    type: 'fill',
    source: 'selected',
    filter: known,
    paint: { 'fill-color': classColour(), 'fill-opacity': 0.96 },
  },
  {
    id: 'hero-parcel-unknown',
    type: 'fill',
    source: 'selected',
    filter: ['!', known],
    paint: { 'fill-pattern': hatchName },
  },
  ...selected,
];

function muted(layer: LayerSpecification): LayerSpecification {
  if (layer.type === 'fill') return { ...layer, paint: { ...layer.paint, 'fill-opacity': 0.4 } };
  if (layer.type === 'line') return { ...layer, paint: { ...layer.paint, 'line-opacity': 0.5 } };
  return layer;
}

function classColour(): ExpressionSpecification {
  const [first, ...rest] = rampColours;
  return [
    'step',
    ['get', 'class'],
    first,
    ...rest.flatMap((colour, index) => [index + 2, colour]),
  ] as ExpressionSpecification;
}

type Line = { colour: string; widthPx: number };

function parcelLine(id: string, { colour, widthPx }: Line): LayerSpecification {
  return {
    id,
    type: 'line',
    source: 'parcels',
    minzoom: parcelZoom,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': widthPx },
  };
}

function selectedLine(id: string, line: Line): LayerSpecification {
  return { ...parcelLine(id, line), source: 'selected' } as LayerSpecification;
}
