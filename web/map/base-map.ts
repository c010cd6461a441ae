import type { LayerSpecification, RasterSourceSpecification, SourceSpecification } from 'maplibre-gl';
import type { PublicCity } from '../../api/city/schema.ts';
import { basePrefix } from './base-prefix.ts';

/** 底图: the embedded sketch, or the configured map as drawing or as imagery. */
export type BaseChoice = 'sketch' | 'vector' | 'imagery';

type Configured = PublicCity['basemap'];

/** An approved base map that takes the place of the sketch: the lowest layers, and what they need. */
export type BaseMap = {
  sources: Record<string, SourceSpecification>;
  layers: LayerSpecification[];
  sprite: string | null;
  /** Photographs: our own ground steps back, and lines and names get a casing. */
  imagery: boolean;
  /** Plain text; sources of foreign styles write markup, which is taken out. */
  attribution: string;
};

/** What a person can choose from; nothing where only the sketch is there. */
export function baseChoices({ kind }: Configured): BaseChoice[] {
  switch (kind) {
    case 'sketch':
      return [];
    case 'tianditu':
      return ['sketch', 'vector', 'imagery'];
    case 'style':
      return ['sketch', 'vector'];
  }
}

/** The base map that is meant: what a link asks for if it is there, else the configured one. */
export function chosenBase(configured: Configured, asked: BaseChoice | null): BaseChoice {
  const choices = baseChoices(configured);
  if (choices.length === 0) return 'sketch';
  return asked !== null && choices.includes(asked) ? asked : 'vector';
}

/** null: the embedded sketch is wanted. Throws when the configured one cannot be had. */
export async function loadBaseMap(
  configured: Configured,
  choice: BaseChoice,
  signal: AbortSignal,
): Promise<BaseMap | null> {
  if (choice === 'sketch' || configured.kind === 'sketch') return null;
  return configured.kind === 'tianditu' ? tianditu(configured, choice) : fetchStyle(configured.url, signal);
}

/** Layers of 天地图 by name: the ground, and above it its Chinese annotation. */
const tiandituLayers = { vector: ['vec', 'cva'], imagery: ['img', 'cia'] } as const;

type Tianditu = Extract<Configured, { kind: 'tianditu' }>;

function tianditu({ key, nodes }: Tianditu, choice: 'vector' | 'imagery'): BaseMap {
  const names = tiandituLayers[choice];
  return {
    sources: Object.fromEntries(names.map((name) => [basePrefix + name, tiandituSource(name, key, nodes)])),
    layers: names.map((name) => ({ id: basePrefix + name, type: 'raster', source: basePrefix + name })),
    sprite: null,
    imagery: choice === 'imagery',
    attribution: '天地图',
  };
}

/** Rendered tiles by WMTS 1.0.0 (OGC 07-057r7), matrix set `w`: EPSG:3857. */
function tiandituSource(layer: string, key: string, nodes: string[]): RasterSourceSpecification {
  const query = new URLSearchParams({
    SERVICE: 'WMTS',
    REQUEST: 'GetTile',
    VERSION: '1.0.0',
    LAYER: layer,
    STYLE: 'default',
    TILEMATRIXSET: 'w',
    FORMAT: 'tiles',
    tk: key,
  });
  // The placeholders must stay as they are: MapLibre fills them in.
  const place = 'TILEMATRIX={z}&TILEROW={y}&TILECOL={x}';
  return {
    type: 'raster',
    tileSize: 256,
    maxzoom: 18,
    tiles: nodes.map((node) => `${node}/${layer}_w/wmts?${query}&${place}`),
  };
}

const styleLimitMs = 8000;

async function fetchStyle(url: string, signal: AbortSignal): Promise<BaseMap> {
  const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(styleLimitMs)]) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  // Few portals have a style of their own: the check of a foreign one comes with the first that does.
  const { baseMapOfStyle } = await import('./foreign-style.ts');
  return baseMapOfStyle(await response.json());
}
