import type { SymbolLayerSpecification } from 'maplibre-gl';
import { transportIconPx } from '../transport-icons.ts';
import { regular, text } from './palette.ts';

/**
 * Stations, interchanges, airports, ports (交通节点). The larger the reach of a kind, the sooner it shows; each gives way
 * to whatever is placed before it, its name first.
 */
export const transportLayers: SymbolLayerSpecification[] = [
  node('transport-interchange', ['interchange'], { icon: 10.5, name: 12 }),
  node('transport-freight', ['freight-rail'], { icon: 10, name: 11 }),
  node('transport-rail', ['rail', 'highspeed-rail', 'bonded-zone'], { icon: 9, name: 10 }),
  node('transport-reach', ['airport', 'port'], { icon: 7, name: 7.5 }),
];

type Start = { icon: number; name: number };

function node(id: string, kinds: string[], { icon, name }: Start): SymbolLayerSpecification {
  return {
    id,
    type: 'symbol',
    source: 'transport',
    minzoom: icon,
    filter: ['in', ['get', 'kind'], ['literal', kinds]],
    layout: {
      'icon-image': ['concat', 'transport-', ['get', 'kind']],
      'icon-padding': 2,
      'text-field': ['step', ['zoom'], '', name, ['get', 'label']],
      'text-font': regular,
      'text-size': 11.5,
      'text-optional': true,
      'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
      'text-radial-offset': transportIconPx / 2 / 11.5 + 0.25,
      'text-justify': 'auto',
      'text-max-width': 9,
      'text-padding': 3,
    },
    paint: { 'text-color': text.ink, 'text-halo-color': text.landHalo, 'text-halo-width': 1.5 },
  };
}
