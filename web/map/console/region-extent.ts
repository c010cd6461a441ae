import type { PublicCity, Region } from '../../../api/city/schema.ts';
import type { LonLatBounds } from '../mercator.ts';
import { boundsOf, unitedBounds } from '../outline.ts';
import type { BaseSketch } from '../sketch.ts';
import { parkBounds } from '../sketch.ts';

/** About 1.5 km on every side of where a region's label stands. */
const aroundAnchorDegrees = 0.015;

/**
 * [west, south, east, north] of regions (园区, 县, 镇街), EPSG:4490, by their drawn outlines, or around their labels where none
 * is drawn or the sketch is not here yet; null when nothing is known of any, and for the whole city.
 */
export function extentOfRegions(
  codes: readonly string[],
  { city, sketch }: { city: Pick<PublicCity, 'regions'>; sketch: BaseSketch | null },
): LonLatBounds | null {
  const regions = city.regions.filter(({ code }) => codes.includes(code));
  if (regions.some(({ level }) => level === 'city')) return null;
  return unitedBounds(
    regions.map((region) => boundsOfRegion(region, sketch)).filter((bounds) => bounds !== null),
  );
}

function boundsOfRegion({ code, anchor }: Region, sketch: BaseSketch | null): LonLatBounds | null {
  const drawn = parkBounds(sketch?.parks, code) ?? countyBounds(sketch, code);
  if (drawn !== null || anchor === null) return drawn;
  const [lon, lat] = anchor;
  const by = aroundAnchorDegrees;
  return [lon - by, lat - by, lon + by, lat + by];
}

function countyBounds(sketch: BaseSketch | null, county: string): LonLatBounds | null {
  const outline = sketch?.counties.features.find(
    ({ properties: { kind, code } }) => kind === 'county' && code === county,
  );
  return outline?.geometry.type === 'Polygon' ? boundsOf(outline.geometry.coordinates) : null;
}
