import type { CityPack } from '../city/schema.ts';
import { planeAreaM2 } from '../imports/geometry.ts';
import { doubleArea } from '../imports/rings.ts';
import type { MultiPolygon } from '../imports/schema.ts';
import { surveyLimits } from '../imports/survey.ts';
import type { ContentChange, DraftContent } from './schema.ts';

type Drawn = NonNullable<ContentChange['geometry']>;
type Geometry = NonNullable<DraftContent['geometry']>;
type Ring = [number, number][];

export type DrawnShape = { ok: true; geometry: Geometry } | { ok: false; message: string };

/** Positions are kept on a grid of 10^-9 of a degree (0.1 mm), as those of imported files are. */
const gridPerDegree = 1_000_000_000;

/**
 * A drawn shape as it is kept: on the grid, outer rings counter-clockwise (RFC 7946), with its area on the city's plane. It
 * may still cross itself: the health check says so, and nothing invalid is published.
 */
export function placeDrawn(drawn: Drawn, pack: Pick<CityPack, 'crs' | 'extent'>): DrawnShape {
  const rings = drawn.multiPolygon.coordinates.flat();
  const positions = rings.flat();
  const { verticesPerParcel, ringsPerParcel } = surveyLimits;
  if (positions.length > verticesPerParcel + rings.length)
    return { ok: false, message: `界址点不超过 ${verticesPerParcel} 个` };
  if (rings.length > ringsPerParcel) return { ok: false, message: `界线不超过 ${ringsPerParcel} 圈` };
  if (rings.some((ring) => !isClosed(ring))) return { ok: false, message: '每圈界线的首尾两点须相同' };
  const [west, south, east, north] = pack.extent;
  if (positions.some(([lon, lat]) => lon < west || lon > east || lat < south || lat > north))
    return { ok: false, message: '有界址点落在本市范围之外' };
  const multiPolygon: MultiPolygon = {
    type: 'MultiPolygon',
    coordinates: drawn.multiPolygon.coordinates.map((polygon) =>
      polygon.map((ring, index) => turned(ring.map(onGrid), index === 0)),
    ),
  };
  const areaM2 = planeAreaM2(multiPolygon, { kind: 'gauss-krueger', ...pack.crs, prefixed: false });
  if (areaM2 <= 0) return { ok: false, message: '图形没有面积' };
  return { ok: true, geometry: { ...drawn, multiPolygon, areaM2 } };
}

function isClosed(ring: Ring): boolean {
  const [first, last] = [ring[0], ring.at(-1)];
  return first !== undefined && first[0] === last?.[0] && first[1] === last[1];
}

function onGrid([lon, lat]: [number, number]): [number, number] {
  return [Math.round(lon * gridPerDegree) / gridPerDegree, Math.round(lat * gridPerDegree) / gridPerDegree];
}

function turned(ring: Ring, counterClockwise: boolean): Ring {
  const isCounterClockwise = doubleArea(ring.map(([x, y]) => ({ x, y }))) > 0;
  return isCounterClockwise === counterClockwise ? ring : [...ring].reverse();
}
