import gcoord from 'gcoord';
import { isInsideRing } from './crossings.ts';
import type { GridPoint } from './crossings.ts';
import type { Finding, MultiPolygon } from './schema.ts';

/**
 * Where a parcel is known to lie: the area of a park, or the shape that the parcel had before. Both in EPSG:4490.
 * `code`: only for the parcel of that code; without it, for every parcel.
 */
export type ReferenceArea = { name: string; code?: string; multiPolygon: MultiPolygon };

/** 加偏坐标: the shifted systems of Chinese web maps, GCJ-02 (高德, 腾讯) and BD-09 (百度). */
const shifts = [
  { system: 'GCJ-02', name: 'GCJ-02（高德、腾讯）', crs: gcoord.GCJ02 },
  { system: 'BD-09', name: 'BD-09（百度）', crs: gcoord.BD09 },
] as const;

const earthRadiusM = 6_371_000;
/** A parcel surveyed anew stays within this distance of where it was; the shift of GCJ-02 is several hundred metres. */
const samePlaceM = 60;
const movedM = 200;

/**
 * The deterministic evidence for a shift: as it stands the parcel is not where a reference says it is, and taken for GCJ-02
 * or BD-09 and shifted back, it is. Never corrects anything; without references it cannot say, and says nothing.
 */
export function shiftFinding(
  code: string,
  shape: MultiPolygon,
  references: readonly ReferenceArea[],
): Finding | undefined {
  const areas = references.filter((reference) => reference.code === undefined);
  const isAtHome = areas.some((area) => liesWithin(shape, area.multiPolygon));
  const relevant = references.filter((reference) =>
    reference.code === undefined ? !isAtHome : reference.code === code,
  );
  if (relevant.length === 0) return undefined;
  for (const { system, name, crs } of shifts) {
    const unshifted = shiftedBack(shape, crs);
    const match = relevant.find((reference) => isEvidence(reference, { shape, unshifted }));
    if (match === undefined) continue;
    return {
      rule: 'suspected-shift',
      severity: 'warning',
      values: { system, place: match.name },
      message: `地块 ${code} 的坐标疑似 ${name} 加偏：按原坐标不在「${match.name}」，去偏后正好在其中。`,
      remedy: '请核对来源；若确为加偏坐标，请向测绘单位索取 2000 国家大地坐标系成果，不要自行去偏。',
    };
  }
  return undefined;
}

type Candidate = { shape: MultiPolygon; unshifted: MultiPolygon };

function isEvidence(reference: ReferenceArea, { shape, unshifted }: Candidate): boolean {
  if (reference.code === undefined) return liesWithin(unshifted, reference.multiPolygon);
  const before = centreOf(reference.multiPolygon);
  return distanceM(centreOf(shape), before) > movedM && distanceM(centreOf(unshifted), before) < samePlaceM;
}

function shiftedBack(shape: MultiPolygon, from: (typeof shifts)[number]['crs']): MultiPolygon {
  const coordinates = shape.coordinates.map((polygon) =>
    polygon.map((ring) =>
      ring.map(([lon, lat]): [number, number] => {
        const [backLon, backLat] = gcoord.transform([lon, lat], from, gcoord.WGS84);
        return [backLon, backLat];
      }),
    ),
  );
  return { type: 'MultiPolygon', coordinates };
}

/** Every corner of the outer rings lies in one of the polygons; holes of parks do not matter here. */
function liesWithin(shape: MultiPolygon, area: MultiPolygon): boolean {
  const outers = area.coordinates.map(([outer = []]) => outer.slice(0, -1).map(pointOf));
  return shape.coordinates.every(([outer = []]) =>
    outer.every((position) => outers.some((ring) => isInsideRing(pointOf(position), ring) !== false)),
  );
}

function pointOf([lon, lat]: readonly [number, number]): GridPoint {
  return { x: lon, y: lat };
}

/** Mean of the corners: enough to tell a move of half a kilometre from a new survey. */
function centreOf({ coordinates }: MultiPolygon): GridPoint {
  const corners = coordinates.flatMap(([outer = []]) => outer.slice(0, -1));
  const sum = corners.reduce((total, [lon, lat]) => ({ x: total.x + lon, y: total.y + lat }), { x: 0, y: 0 });
  return { x: sum.x / corners.length, y: sum.y / corners.length };
}

function distanceM(a: GridPoint, b: GridPoint): number {
  const perDegree = (Math.PI / 180) * earthRadiusM;
  const east = (a.x - b.x) * perDegree * Math.cos((a.y * Math.PI) / 180);
  return Math.hypot(east, (a.y - b.y) * perDegree);
}
