import type { Position } from 'geojson';
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { GeoJSONStoreFeatures, SnapToCustom } from 'terra-draw';
import {
  TerraDraw,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
  ValidateNotSelfIntersecting,
} from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import type { PublicGeometry } from '../../../api/parcels/schema.ts';
import { brand } from '../style/palette.ts';
import { snapTo } from './snapping.ts';

/** `edit` moves, adds and takes away corners; `add` draws another part. */
export type DrawingMode = 'edit' | 'add';

export type DrawingOptions = {
  geometry: PublicGeometry | null;
  /** Closed rings of the parcels around that a corner snaps to. */
  neighbours: readonly Position[][];
  /** While a hand is at it. */
  onmove: (geometry: PublicGeometry | null) => void;
  /** A step is done: null when nothing is left. */
  onchange: (geometry: PublicGeometry | null) => void;
  /** The step would have made the boundary cross itself. */
  onrefused: () => void;
  onmode: (mode: DrawingMode) => void;
};

export type Drawing = {
  setMode: (mode: DrawingMode) => void;
  replace: (geometry: PublicGeometry | null) => void;
  close: () => void;
};

/** 1e-9 of a degree is a tenth of a millimetre. */
const decimals = 9;

export function startDrawing(map: MapLibreMap, options: DrawingOptions): Drawing {
  const draw = createDraw(map, options);
  /** Holes are kept as they came: only the outer boundary is drawn. */
  const holes = new Map<string, PublicGeometry['coordinates'][number]>();
  const current = () => shapeOf(draw.getSnapshot(), holes);
  let mode: DrawingMode = 'edit';

  function replace(geometry: PublicGeometry | null) {
    draw.clear();
    holes.clear();
    for (const rings of geometry?.coordinates ?? []) {
      const [outer = [], ...inner] = rings;
      const [added] = draw.addFeatures([polygonOf(outer)]);
      if (added?.valid !== true || added.id === undefined) continue;
      holes.set(String(added.id), inner);
      if (mode === 'edit') draw.selectFeature(added.id);
    }
  }

  function setMode(wanted: DrawingMode) {
    mode = wanted;
    draw.setMode(wanted === 'edit' ? 'select' : 'polygon');
    options.onmode(wanted);
    const [first] = draw.getSnapshot().filter(isPart);
    if (wanted === 'edit' && first?.id !== undefined) draw.selectFeature(first.id);
  }

  draw.start();
  draw.on('change', () => options.onmove(current()));
  draw.on('finish', () => {
    options.onchange(current());
    // Its own events end before the mode may change.
    if (mode === 'add') queueMicrotask(() => setMode('edit'));
  });
  setMode(options.geometry === null ? 'add' : 'edit');
  replace(options.geometry);
  return { setMode, replace, close: () => draw.enabled && draw.stop() };
}

function createDraw(map: MapLibreMap, { neighbours, onrefused }: DrawingOptions): TerraDraw {
  const snapping = { toCustom: snapper(neighbours) };
  const validation = (feature: GeoJSONStoreFeatures) => {
    const verdict = ValidateNotSelfIntersecting(feature);
    if (!verdict.valid) onrefused();
    return verdict;
  };
  const line = { outlineColor: brand, outlineWidth: 2.5, fillColor: brand, fillOpacity: 0.22 } as const;
  return new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: decimals }),
    modes: [
      new TerraDrawSelectMode({
        flags: {
          polygon: {
            feature: {
              // Its own check refuses without a word; ours tells.
              selfIntersectable: true,
              validation,
              coordinates: { draggable: true, midpoints: true, deletable: true, snappable: snapping },
            },
          },
        },
        styles: {
          selectedPolygonColor: brand,
          selectedPolygonFillOpacity: 0.22,
          selectedPolygonOutlineColor: brand,
          selectedPolygonOutlineWidth: 2.5,
          selectionPointColor: '#ffffff',
          selectionPointOutlineColor: brand,
          selectionPointOutlineWidth: 2,
          selectionPointWidth: 6,
          midPointColor: '#ffffff',
          midPointOutlineColor: brand,
          midPointOutlineWidth: 1,
          midPointWidth: 4,
        },
      }),
      new TerraDrawPolygonMode({
        snapping,
        validation,
        styles: {
          ...line,
          closingPointColor: '#ffffff',
          closingPointOutlineColor: brand,
          closingPointOutlineWidth: 2,
        },
      }),
    ],
  });
}

function snapper(neighbours: readonly Position[][]): SnapToCustom {
  return ({ containerX, containerY }, { project, unproject }) => {
    const rings = neighbours.map((ring) => ring.map(([lon = 0, lat = 0]) => project(lon, lat)));
    const place = snapTo({ x: containerX, y: containerY }, rings);
    if (place === null) return undefined;
    const { lng, lat } = unproject(place.x, place.y);
    return [rounded(lng), rounded(lat)];
  };
}

function polygonOf(ring: PublicGeometry['coordinates'][number][number]): GeoJSONStoreFeatures {
  return {
    type: 'Feature',
    properties: { mode: 'polygon' },
    geometry: { type: 'Polygon', coordinates: [ring.map(([lon, lat]) => [rounded(lon), rounded(lat)])] },
  };
}

function isPart({ geometry, properties }: GeoJSONStoreFeatures): boolean {
  return geometry.type === 'Polygon' && properties['mode'] === 'polygon';
}

function shapeOf(
  features: readonly GeoJSONStoreFeatures[],
  holes: ReadonlyMap<string, PublicGeometry['coordinates'][number]>,
): PublicGeometry | null {
  const coordinates = features.filter(isPart).flatMap(({ id, geometry }) => {
    if (geometry.type !== 'Polygon') return [];
    const ring = (geometry.coordinates[0] ?? []).map(([lon = 0, lat = 0]): [number, number] => [lon, lat]);
    // A part that is only begun is none yet.
    return ring.length < 4 ? [] : [[ring, ...(holes.get(String(id)) ?? [])]];
  });
  return coordinates.length === 0 ? null : { type: 'MultiPolygon', coordinates };
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(decimals));
}
