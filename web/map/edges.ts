import type { PublicGeometry } from '../../api/parcels/schema.ts';
import type { LonLat, Pixel } from './mercator.ts';
import type { Ring } from './outline.ts';
import { doubleArea, localMetres, outerRings } from './outline.ts';

/** One side of a parcel with its length, to be written along it on the outside. */
export type EdgeLength = {
  /** Middle of the side, [lon, lat]. */
  position: LonLat;
  /** Rounded to the precision of the public geometry: never more exact than what is shown. */
  lengthM: number;
  /** Clockwise turn of the text in degrees, over −90 to 90, so that it never stands on its head. */
  turnDegrees: number;
  /** Where the outside of the parcel is, seen by someone who reads the text upright. */
  side: 'above' | 'below';
};

export type EdgeRule = { precisionM: number; shortestM: number };

/** Generalised outlines put vertices on straight sides; a bend below this is no corner. */
const cornerDegrees = 12;

type Vertex = { point: Pixel; position: LonLat };

/** Sides of the outer rings that are at least `shortestM` long. A short side tells nothing and hides its neighbours. */
export function edgeLengths(geometry: PublicGeometry, rule: EdgeRule): EdgeLength[] {
  return outerRings(geometry).flatMap((ring) => ringEdges(ring, rule));
}

function ringEdges(ring: Ring, { precisionM, shortestM }: EdgeRule): EdgeLength[] {
  const origin = ring[0];
  if (origin === undefined) return [];
  const vertices = ring.slice(0, -1).map((position) => ({ position, point: localMetres(position, origin) }));
  const clockwise = doubleArea(vertices.map(({ point }) => point)) > 0;
  return sides(corners(vertices))
    .map(([start, end]) => edge(start, end, { clockwise, precisionM }))
    .filter(({ lengthM }) => lengthM >= shortestM);
}

function corners(vertices: Vertex[]): Vertex[] {
  const kept = vertices.filter((vertex, index) => {
    const before = vertices.at(index - 1) ?? vertex;
    const after = vertices[(index + 1) % vertices.length] ?? vertex;
    return Math.abs(bendDegrees(before.point, vertex.point, after.point)) >= cornerDegrees;
  });
  return kept.length < 3 ? vertices : kept;
}

function bendDegrees(before: Pixel, at: Pixel, after: Pixel): number {
  const bend = directionDegrees(at, after) - directionDegrees(before, at);
  return ((((bend + 180) % 360) + 360) % 360) - 180;
}

function directionDegrees(from: Pixel, to: Pixel): number {
  return (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
}

function sides(vertices: Vertex[]): [Vertex, Vertex][] {
  return vertices.map((vertex, index): [Vertex, Vertex] => [
    vertex,
    vertices[(index + 1) % vertices.length] ?? vertex,
  ]);
}

function edge(start: Vertex, end: Vertex, ring: { clockwise: boolean; precisionM: number }): EdgeLength {
  const direction = directionDegrees(start.point, end.point);
  const readsForward = direction > -90 && direction <= 90;
  const length = Math.hypot(end.point.x - start.point.x, end.point.y - start.point.y);
  return {
    position: [(start.position[0] + end.position[0]) / 2, (start.position[1] + end.position[1]) / 2],
    lengthM: Math.round(length / ring.precisionM) * ring.precisionM,
    turnDegrees: readsForward ? direction : direction - Math.sign(direction) * 180,
    // Walking a clockwise ring on a screen, the outside is on the left hand: above a text that reads forward.
    side: readsForward === ring.clockwise ? 'above' : 'below',
  };
}
