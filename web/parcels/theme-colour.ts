import type { ParcelSummary } from '../../api/parcels/schema.ts';
import type { MapTheme } from '../map/theme.ts';
import { rampColours } from '../map/theme.ts';

/** Fill of a parcel's class, the same as on the map; null: its requirement is not published. */
export function themeColour(
  parcel: Pick<ParcelSummary, 'indicators'>,
  theme: MapTheme | null,
): string | null {
  const value = theme === null ? undefined : parcel.indicators[theme.indicator]?.value;
  if (theme === null || value === undefined) return null;
  return rampColours[theme.breaks.filter((start) => value >= start).length] ?? null;
}
