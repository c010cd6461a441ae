import type { ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { MapTheme } from './theme.ts';

/** What stands on the map and must be explained. `preview`: the counts are those of a change that is only tried. */
export type LegendKeys = { selected: boolean; others: boolean; unknown: boolean; preview?: boolean };

type Drawn = {
  parcels: ParcelFeatureCollection;
  others: ParcelFeatureCollection | null;
  theme: MapTheme | null;
  selected: boolean;
  preview: boolean;
};

export function legendKeys({ parcels, others, theme, selected, preview }: Drawn): LegendKeys {
  return {
    selected,
    others: others !== null && others.features.length > 0,
    unknown:
      theme !== null &&
      parcels.features.some(({ properties }) => !(theme.indicator in properties.indicators)),
    preview,
  };
}
