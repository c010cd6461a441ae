import type { Map as MapLibreMap } from 'maplibre-gl';
import { parkGround, parkOutline } from './style/ground-layers.ts';
import { parkLabels, parkName } from './style/label-layers.ts';
import { ground, text } from './style/palette.ts';

const casing = { 'text-color': text.ink, 'text-halo-color': text.halo, 'text-halo-width': 2.4 };

/**
 * Over a drawing the plans of the parks (园区) are drawn in full. Over photographs, which show the ground itself, they
 * step back to their outline and their name, with a casing that holds on dark fields and on bright roofs.
 */
export function showParksOver(map: MapLibreMap, base: 'drawing' | 'imagery'): void {
  const photographed = base === 'imagery';
  const drawn = [...parkGround, ...parkLabels.filter(({ id }) => id !== parkName.id)];
  for (const { id } of drawn)
    if (map.getLayer(id) !== undefined)
      map.setLayoutProperty(id, 'visibility', photographed ? 'none' : 'visible');
  if (map.getLayer(parkOutline.id) !== undefined) {
    map.setPaintProperty(parkOutline.id, 'line-color', photographed ? text.halo : ground.parkLine);
    map.setPaintProperty(parkOutline.id, 'line-width', photographed ? 2.4 : 1.2);
  }
  if (map.getLayer(parkName.id) === undefined) return;
  const paint = { ...parkName.paint, ...(photographed ? casing : {}) };
  for (const name of ['text-color', 'text-halo-color', 'text-halo-width'] as const)
    map.setPaintProperty(parkName.id, name, paint[name]);
}
