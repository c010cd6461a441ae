import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { z } from 'zod';
import type { PublicCity } from '../../api/city/schema.ts';

/** An approved base map that takes the place of the sketch: the lowest layers, and what they need. */
export type BaseMap = {
  sources: Record<string, SourceSpecification>;
  layers: LayerSpecification[];
  glyphs: string | null;
  sprite: string | null;
  /** Plain text; sources of foreign styles write markup, which is taken out. */
  attribution: string;
};

/** Marks sources and layers of the base map, so that none of them can bear a name of ours. */
export const basePrefix = 'base:';

/** null: the embedded sketch is wanted. Throws when the configured one cannot be had. */
export async function loadBaseMap(
  basemap: PublicCity['basemap'],
  signal: AbortSignal,
): Promise<BaseMap | null> {
  switch (basemap.kind) {
    case 'sketch':
      return null;
    case 'tianditu':
      return tianditu(basemap.key);
    case 'style':
      return fetchStyle(basemap.url, signal);
  }
}

const tiandituHosts = [0, 1, 2, 3, 4, 5, 6, 7];

/** 天地图: vector base (vec) and its Chinese annotation (cva) as rendered tiles, WMTS 1.0.0, matrix set `w` (EPSG:3857). */
function tianditu(key: string): BaseMap {
  const names = ['vec', 'cva'] as const;
  return {
    sources: Object.fromEntries(names.map((name) => [basePrefix + name, tiandituSource(name, key)])),
    layers: names.map((name) => ({ id: basePrefix + name, type: 'raster', source: basePrefix + name })),
    glyphs: null,
    sprite: null,
    attribution: '天地图',
  };
}

function tiandituSource(layer: 'vec' | 'cva', key: string): SourceSpecification {
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
    tiles: tiandituHosts.map((host) => `https://t${host}.tianditu.gov.cn/${layer}_w/wmts?${query}&${place}`),
  };
}

const Source = z.looseObject({ type: z.string(), attribution: z.string().optional() });
const Layer = z.looseObject({ id: z.string(), type: z.string(), source: z.string().optional() });
/** As much of a MapLibre style as is moved about here; MapLibre itself checks the rest when it takes it. */
const ForeignStyle = z.object({
  version: z.literal(8),
  sources: z.record(z.string(), Source),
  layers: z.array(Layer),
  glyphs: z.string().optional(),
  sprite: z.string().optional(),
});
const checkedByMapLibre = {
  source: z.custom<SourceSpecification>((value) => Source.safeParse(value).success),
  layer: z.custom<LayerSpecification>((value) => Layer.safeParse(value).success),
};

async function fetchStyle(url: string, signal: AbortSignal): Promise<BaseMap> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return baseMapOfStyle(await response.json());
}

/** The layers of a whole style as base map, under names that cannot meet ours. */
export function baseMapOfStyle(style: unknown): BaseMap {
  const { sources, layers, glyphs = null, sprite = null } = ForeignStyle.parse(style);
  const attributions = Object.values(sources).flatMap(({ attribution }) => attribution ?? []);
  return {
    sources: Object.fromEntries(
      Object.entries(sources).map(([name, source]) => [
        basePrefix + name,
        checkedByMapLibre.source.parse(source),
      ]),
    ),
    layers: layers.map((layer) =>
      checkedByMapLibre.layer.parse({
        ...layer,
        id: basePrefix + layer.id,
        ...(layer.source === undefined ? {} : { source: basePrefix + layer.source }),
      }),
    ),
    glyphs,
    sprite,
    attribution: [...new Set(attributions.map(withoutMarkup))].join(' · '),
  };
}

function withoutMarkup(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&copy;', '©')
    .trim();
}
