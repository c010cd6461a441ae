import type { LayerSpecification } from 'maplibre-gl';
import { ground } from './palette.ts';
import { widthByZoom } from './width.ts';

/** The embedded sketch of the city (示意图): these layers give way to an approved base map where one is configured. */
export const sketchGround: LayerSpecification[] = [
  { id: 'outside', type: 'background', paint: { 'background-color': ground.outside } },
  {
    id: 'county',
    type: 'fill',
    source: 'sketch',
    filter: ['==', ['get', 'kind'], 'county'],
    paint: { 'fill-color': ground.land, 'fill-antialias': false },
  },
  river('lesser-river', 2, [0.8, 1.2, 4, 12, 36]),
  river('main-river', 1, [1.2, 2, 7, 24, 72]),
];

/** Lanes of the sketch lie above the parks' ground. */
export const sketchLanes: LayerSpecification[] = [
  {
    id: 'rail',
    type: 'line',
    source: 'sketch',
    filter: ['==', ['get', 'kind'], 'rail'],
    paint: { 'line-color': ground.rail, 'line-width': widthByZoom([10, 1], [12, 2.4], [14, 4.6], [16, 7]) },
  },
  {
    id: 'rail-dash',
    type: 'line',
    source: 'sketch',
    minzoom: 10.5,
    filter: ['==', ['get', 'kind'], 'rail'],
    paint: {
      'line-color': '#ffffff',
      'line-width': widthByZoom([10, 0.7], [12, 1.6], [14, 3.4], [16, 5.4]),
      'line-dasharray': [5, 4],
    },
  },
  {
    id: 'motorway-edge',
    type: 'line',
    source: 'sketch',
    filter: ['==', ['get', 'kind'], 'motorway'],
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': ground.motorwayEdge,
      'line-width': widthByZoom([8, 1.2], [10, 2], [12, 4], [14, 9], [16, 18]),
    },
  },
  {
    id: 'motorway',
    type: 'line',
    source: 'sketch',
    filter: ['==', ['get', 'kind'], 'motorway'],
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': ground.motorway,
      'line-width': widthByZoom([8, 1], [10, 1.5], [12, 3], [14, 7], [16, 14]),
    },
  },
  {
    id: 'county-line',
    type: 'line',
    source: 'sketch',
    filter: ['==', ['get', 'kind'], 'county-line'],
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': ground.countyLine,
      'line-width': widthByZoom([8, 0.8], [12, 1.2]),
      'line-dasharray': [4, 3],
    },
  },
];

/** Plans of the parks: the city's own data, so they stay on any base map. */
export const parkGround: LayerSpecification[] = [
  parkFill('park', 'park', ground.park),
  parkFill('green', 'green', ground.green),
  // A stream winds through a band of green, so it lies above it; bridges are the streets that follow.
  parkFill('park-water', 'water', ground.waterArea),
  parkFill('block', 'block', ground.built),
  street('local-street-edge', 'local', { colour: ground.streetEdge, widths: [1.2, 4.4, 15], minzoom: 12.2 }),
  street('main-street-edge', 'main', { colour: ground.streetEdge, widths: [2.6, 7.6, 23], minzoom: 11 }),
  street('local-street', 'local', { colour: ground.street, widths: [0.5, 3, 13], minzoom: 12.2 }),
  street('main-street', 'main', { colour: ground.street, widths: [1.6, 6, 21], minzoom: 11 }),
];

export const parkOutline: LayerSpecification = {
  id: 'park-line',
  type: 'line',
  source: 'parks',
  minzoom: 10,
  filter: ['==', ['get', 'kind'], 'park'],
  paint: { 'line-color': ground.parkLine, 'line-width': 1.2, 'line-dasharray': [2, 2.5] },
};

type RiverWidths = [at8: number, at10: number, at12: number, at14: number, at16: number];

function river(id: string, rank: 1 | 2, [at8, at10, at12, at14, at16]: RiverWidths): LayerSpecification {
  return {
    id,
    type: 'line',
    source: 'sketch',
    filter: ['all', ['==', ['get', 'kind'], 'river'], ['==', ['get', 'rank'], rank]],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: {
      'line-color': ground.water,
      'line-width': widthByZoom([8, at8], [10, at10], [12, at12], [14, at14], [16, at16]),
    },
  };
}

function parkFill(id: string, kind: string, colour: string): LayerSpecification {
  return {
    id,
    type: 'fill',
    source: 'parks',
    minzoom: 10,
    filter: ['==', ['get', 'kind'], kind],
    paint: { 'fill-color': colour },
  };
}

type Street = { colour: string; widths: [at12: number, at14: number, at16: number]; minzoom: number };

function street(id: string, rank: 'main' | 'local', { colour, widths, minzoom }: Street): LayerSpecification {
  const [at12, at14, at16] = widths;
  return {
    id,
    type: 'line',
    source: 'parks',
    minzoom,
    filter: ['all', ['==', ['get', 'kind'], 'street'], ['==', ['get', 'class'], rank]],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': colour, 'line-width': widthByZoom([12, at12], [14, at14], [16, at16]) },
  };
}
