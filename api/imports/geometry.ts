import type { GaussKrueger, LonLat, SourceCrs } from './crs.ts';
import { toEastNorth, toLonLat } from './crs.ts';
import type { ColumnOrder } from './crs-detection.ts';
import type { GridPoint } from './crossings.ts';
import {
  areaFindings,
  faultFinding,
  limitFindings,
  outsideExtent,
  repeatedPoints,
} from './geometry-findings.ts';
import type { PolygonRings, Ring } from './rings.ts';
import { assembleRings, cleanRing, doubleArea } from './rings.ts';
import type { Finding, MultiPolygon } from './schema.ts';
import type { SurveyPoint, SurveyShape } from './survey.ts';

/** Coordinates are kept on a grid of 10^-9 of a degree (0.1 mm), so that what is judged here is exactly what is stored. */
const gridPerDegree = 1_000_000_000;

export type PlacedShape = { multiPolygon: MultiPolygon; areaM2: number };
export type Placement = { placed: PlacedShape | undefined; findings: Finding[] };

export type PlacementContext = {
  crs: SourceCrs;
  order: ColumnOrder;
  /** The city's own plane, for areas. */
  plane: GaussKrueger;
  /** [west, south, east, north], EPSG:4490. */
  extent: readonly [number, number, number, number];
};

/** One shape on the earth: valid, closed, outer rings counter-clockwise (RFC 7946), with its area on the city's plane. */
export function placeShape(shape: SurveyShape, context: PlacementContext): Placement {
  const limits = limitFindings(shape);
  if (limits.length > 0) return { placed: undefined, findings: limits };
  const findings: Finding[] = [];
  const rings: Ring[] = [];
  for (const points of shape.rings) {
    const grid = points.map((point) => gridPointOf(point, context));
    const outside = grid.findIndex((point) => !isWithin(lonLatOf(point), context.extent));
    if (outside >= 0) {
      findings.push(outsideExtent(shape, points[outside], lonLatOf(grid[outside] ?? { x: 0, y: 0 })));
      return { placed: undefined, findings };
    }
    const { ring, repeated } = cleanRing(grid);
    if (repeated.length > 0) findings.push(repeatedPoints(shape, points, repeated));
    rings.push(ring);
  }
  const assembly = assembleRings(rings);
  if (!assembly.ok) {
    const faults = assembly.faults.map((fault) => faultFinding(shape, rings, fault));
    return { placed: undefined, findings: [...findings, ...faults] };
  }
  const multiPolygon = multiPolygonOf(rings, assembly.polygons);
  const areaM2 = planeAreaM2(multiPolygon, context.plane);
  findings.push(...areaFindings(shape, areaM2));
  return { placed: { multiPolygon, areaM2 }, findings };
}

function gridPointOf(point: SurveyPoint, { crs, order }: PlacementContext): GridPoint {
  const [east, north] = order === 'east-first' ? [point.first, point.second] : [point.second, point.first];
  const [lon, lat] =
    crs.kind === 'geographic' ? [east, north] : toLonLat(crs, { eastM: east, northM: north });
  return { x: Math.round(lon * gridPerDegree), y: Math.round(lat * gridPerDegree) };
}

function lonLatOf({ x, y }: GridPoint): LonLat {
  return [x / gridPerDegree, y / gridPerDegree];
}

function isWithin([lon, lat]: LonLat, [west, south, east, north]: PlacementContext['extent']): boolean {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

function multiPolygonOf(rings: readonly Ring[], polygons: readonly PolygonRings[]): MultiPolygon {
  const coordinates = polygons.map(({ outer, holes }) => [
    closedRing(rings[outer]?.points ?? [], true),
    ...holes.map((hole) => closedRing(rings[hole]?.points ?? [], false)),
  ]);
  return { type: 'MultiPolygon', coordinates };
}

function closedRing(points: readonly GridPoint[], counterClockwise: boolean): LonLat[] {
  const turned =
    doubleArea(points) > 0 === counterClockwise ? points : [points[0], ...points.slice(1).reverse()];
  return [...turned, turned[0]].filter((point) => point !== undefined).map(lonLatOf);
}

/** Area in m² with two decimals on a Gauss–Krüger plane; at ±1.5° of its meridian within 0.03 % of the ellipsoid's. */
export function planeAreaM2({ coordinates }: MultiPolygon, plane: GaussKrueger): number {
  let doubled = 0;
  for (const polygon of coordinates) {
    for (const [index, ring] of polygon.entries()) {
      const points = ring.map((position) => {
        const { eastM, northM } = toEastNorth(plane, position);
        return { x: eastM, y: northM };
      });
      doubled += Math.abs(doubleArea(points)) * (index === 0 ? 1 : -1);
    }
  }
  return Math.round(doubled * 50) / 100;
}
