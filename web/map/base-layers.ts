import type { Map as MapLibreMap, MapEventType } from 'maplibre-gl';
import type { BaseMap } from './base-map.ts';
import { basePrefix } from './base-prefix.ts';
import { parkGround, sketchGround, sketchLanes } from './style/ground-layers.ts';
import { sketchLabels } from './style/label-layers.ts';

/** So many failures in a row, without one tile between them, and the base map is given up. */
const patience = 4;

/**
 * Puts an approved base map under everything of ours and hides the sketch. When its tiles keep failing the sketch comes
 * back and `onfailed` is told, once.
 */
export function layBaseMap(map: MapLibreMap, base: BaseMap, onfailed: () => void): void {
  let failures = 0;
  const first = parkGround[0]?.id;
  if (base.glyphs !== null) map.setGlyphs(base.glyphs);
  if (base.sprite !== null) map.setSprite(base.sprite);
  Object.entries(base.sources).forEach(([name, source]) => map.addSource(name, source));
  base.layers.forEach((layer) => map.addLayer(layer, first));
  showSketch(map, false);

  const fail = (event: MapEventType['error']) => {
    const sourceId: unknown = 'sourceId' in event ? event.sourceId : null;
    if (typeof sourceId !== 'string' || !sourceId.startsWith(basePrefix)) return;
    failures += 1;
    if (failures < patience) return;
    map.off('error', fail);
    base.layers.forEach(({ id }) => map.removeLayer(id));
    Object.keys(base.sources).forEach((name) => map.removeSource(name));
    if (base.glyphs !== null) map.setGlyphs(null);
    showSketch(map, true);
    onfailed();
  };
  map.on('error', fail);
  map.on('sourcedata', ({ sourceId, tile }) => {
    if (tile !== undefined && sourceId.startsWith(basePrefix)) failures = 0;
  });
}

function showSketch(map: MapLibreMap, shown: boolean): void {
  for (const { id } of [...sketchGround, ...sketchLanes, ...sketchLabels])
    if (map.getLayer(id) !== undefined) map.setLayoutProperty(id, 'visibility', shown ? 'visible' : 'none');
}
