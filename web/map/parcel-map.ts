import type { PublicCity } from '../../api/city/schema.ts';
import type { ParcelFeature, ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { ParcelAnswer } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import type { BaseChoice } from './base-map.ts';
import type { Searched } from './context-sources.ts';
import type { LonLatBounds, MapView, Padding } from './mercator.ts';
import type { SeenMap } from './seen-map.ts';
import type { MapTheme } from './theme.ts';
import type { UnavailableReason } from './trouble.ts';

/** What the 招商地图 takes from its page and tells it. */
export type ParcelMapProps = {
  city: PublicCity;
  /** What matches, as far as it is loaded. */
  parcels: ParcelFeatureCollection;
  /** Those that do not match, drawn hollow. */
  others: ParcelFeatureCollection | null;
  parks: ParcelAnswer['parks'];
  theme: MapTheme | null;
  selected: ParcelFeature | null;
  /** What a fit shows; null where nothing matches. */
  extent: LonLatBounds | null;
  /** What the person searches in, drawn while the map moves on. */
  searched: Searched;
  /** The parks' counts are those of a change that is only tried (预览). */
  preview: boolean;
  hovered: string | null;
  /** What the page lays over the map: sheet, search box. Docked panels are no part of the map. */
  padding: Padding;
  /** From the address; null lets the map follow the answer. */
  view: MapView | null;
  locale: Locale;
  /** From the address; null: the configured base map, or the sketch. */
  base?: BaseChoice | null;
  onbase?: (choice: BaseChoice) => void;
  onselect: (code: string | null) => void;
  onhover: (code: string | null) => void;
  /** After every movement. */
  onview: (seen: SeenMap) => void;
  onunavailable: (reason: UnavailableReason) => void;
};
