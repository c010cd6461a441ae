import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { parkGround, parkOutline, sketchGround, sketchLanes } from './ground-layers.ts';
import { bold } from './palette.ts';
import { emptySources } from './style.ts';

const base = '#0b1626';
/** Ground at night, darker than what was released by far: in a dark hall the parcels are the light. */
const night: Record<string, string> = {
  outside: '#08111e',
  county: '#0d1a2b',
  'lesser-river': '#173a5c',
  'main-river': '#173a5c',
  'park-water': '#173a5c',
  park: '#0f2036',
  green: '#10282f',
  block: '#142b46',
  'local-street-edge': '#0f2036',
  'main-street-edge': '#0f2036',
  'local-street': '#1b3350',
  'main-street': '#254363',
  rail: '#2c4a6b',
  'rail-dash': base,
  'motorway-edge': '#20405f',
  motorway: '#2b5075',
  'county-line': '#33587f',
  'park-line': '#3d6a97',
};

const colourKeys = ['background-color', 'fill-color', 'line-color'] as const;

function atNight(layer: LayerSpecification): LayerSpecification {
  const colour = night[layer.id];
  const key = colourKeys.find((name) => name in (layer.paint ?? {}));
  if (colour === undefined || key === undefined) return layer;
  return { ...layer, paint: { ...layer.paint, [key]: colour } } as LayerSpecification;
}

/** The height to which the parcel on air is lifted, metres. */
export const liftM = 26;
export const onAirLayer = 'on-air';

/** Below this a parcel is smaller than the dot that stands for it. */
const shapeZoom = 11.5;
const codeZoom = 13.4;

function parcels(scale: number): LayerSpecification[] {
  return [
    {
      id: 'parcel',
      type: 'fill',
      source: 'parcels',
      paint: { 'fill-color': '#1f6ea3', 'fill-opacity': 0.92 },
    },
    {
      id: 'released-line',
      type: 'line',
      source: 'parcels',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': '#8fc4e6', 'line-width': 2 * scale },
    },
    {
      id: 'released-dot',
      type: 'circle',
      source: 'parcel-points',
      maxzoom: shapeZoom,
      paint: {
        'circle-radius': 7 * scale,
        'circle-color': '#4f9fd4',
        'circle-stroke-color': '#d6ebf8',
        'circle-stroke-width': 2 * scale,
      },
    },
    {
      id: onAirLayer,
      type: 'fill-extrusion',
      source: 'selected',
      paint: {
        'fill-extrusion-color': ['get', 'colour'],
        'fill-extrusion-height': liftM,
        'fill-extrusion-vertical-gradient': true,
      },
    },
  ];
}

function names(scale: number): LayerSpecification[] {
  return [
    {
      id: 'released-code',
      type: 'symbol',
      source: 'parcel-points',
      minzoom: codeZoom,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': bold,
        'text-size': 28 * scale,
        'text-padding': 4,
      },
      paint: { 'text-color': '#f2f6fa', 'text-halo-color': base, 'text-halo-width': 2.5 * scale },
    },
    {
      id: 'park-sum',
      type: 'symbol',
      source: 'area',
      layout: {
        'text-field': ['get', 'label'],
        'text-font': bold,
        'text-size': 31 * scale,
        'text-line-height': 1.3,
        // Above its parcels, or below them where another one stands above.
        'text-variable-anchor': ['bottom', 'top'],
        'text-radial-offset': 0.7,
        'text-justify': 'center',
      },
      paint: { 'text-color': '#f2f6fa', 'text-halo-color': base, 'text-halo-width': 3 * scale },
    },
  ];
}

/** The ground of the investors' map for the screen of a hall. @param scale pixels for each of a screen 1920 wide */
export function screenStyle(scale: number): StyleSpecification {
  return {
    version: 8,
    sources: emptySources(),
    layers: [
      ...[...sketchGround, ...parkGround, ...sketchLanes, parkOutline].map(atNight),
      ...parcels(scale),
      ...names(scale),
    ],
  };
}
