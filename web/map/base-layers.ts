import type { Map as MapLibreMap } from 'maplibre-gl';
import type { BaseMap } from './base-map.ts';
import { showParksOver } from './imagery.ts';
import { parkGround, sketchGround, sketchLanes } from './style/ground-layers.ts';
import { sketchLabels } from './style/label-layers.ts';
import { watchTiles } from './tile-watch.ts';

export type BaseEvents = {
  /** The first tile is drawn: from now on the map is theirs and must be called so. */
  onshown: () => void;
  /** Its tiles keep failing and the sketch is back, once. */
  onfailed: () => void;
};

/**
 * Puts an approved base map under everything of ours. The sketch stays until its first tile is there, and comes back when
 * its tiles fail; so there is no moment without a ground. Returns what takes the base map off again.
 */
export function layBaseMap(map: MapLibreMap, base: BaseMap, { onshown, onfailed }: BaseEvents): () => void {
  let lying = true;
  let shown = false;
  const stopWatching = watchTiles(map, {
    oncame() {
      if (shown) return;
      shown = true;
      showSketch(map, false);
      showParksOver(map, base.imagery ? 'imagery' : 'drawing');
      onshown();
    },
    ongivenup() {
      takeOff();
      onfailed();
    },
  });
  const first = parkGround[0]?.id;
  if (base.sprite !== null) map.setSprite(base.sprite);
  Object.entries(base.sources).forEach(([name, source]) => map.addSource(name, source));
  base.layers.forEach((layer) => map.addLayer(layer, first));
  return takeOff;

  function takeOff() {
    if (!lying) return;
    lying = false;
    stopWatching();
    for (const { id } of base.layers) if (map.getLayer(id) !== undefined) map.removeLayer(id);
    for (const name of Object.keys(base.sources))
      if (map.getSource(name) !== undefined) map.removeSource(name);
    if (base.sprite !== null) map.setSprite(null);
    showSketch(map, true);
    showParksOver(map, 'drawing');
  }
}

function showSketch(map: MapLibreMap, shown: boolean): void {
  for (const { id } of [...sketchGround, ...sketchLanes, ...sketchLabels])
    if (map.getLayer(id) !== undefined) map.setLayoutProperty(id, 'visibility', shown ? 'visible' : 'none');
}
