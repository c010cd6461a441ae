import type { Contact, GridPoint } from './crossings.ts';
import { findContacts, isInsideRing } from './crossings.ts';

/** A ring without its closing point. `source` keeps the position of each vertex in the file's own ring. */
export type Ring = { points: GridPoint[]; source: number[] };

export type RingFault =
  | { kind: 'too-few-points'; ring: number }
  | { kind: 'zero-area'; ring: number }
  | { kind: 'same-as-other'; ring: number; other: number }
  | { kind: 'contact'; contact: Contact }
  | { kind: 'cut-in-two'; contact: Contact };

/** An outer ring and the holes that lie directly in it, as indexes into the given rings. */
export type PolygonRings = { outer: number; holes: number[] };
export type Assembly = { ok: true; polygons: PolygonRings[] } | { ok: false; faults: RingFault[] };

const maxPlaces = 5;

/** Drops the closing point and points that repeat their predecessor; surveys are full of both. */
export function cleanRing(points: readonly GridPoint[]): { ring: Ring; repeated: number[] } {
  const ring: Ring = { points: [], source: [] };
  const repeated: number[] = [];
  for (const [index, point] of points.entries()) {
    const previous = ring.points.at(-1);
    if (previous !== undefined && previous.x === point.x && previous.y === point.y) {
      repeated.push(index);
      continue;
    }
    ring.points.push(point);
    ring.source.push(index);
  }
  const [first, last] = [ring.points[0], ring.points.at(-1)];
  if (ring.points.length > 1 && first?.x === last?.x && first?.y === last?.y) {
    ring.points.pop();
    ring.source.pop();
  }
  return { ring, repeated };
}

/** Twice the signed area on the grid, from the first point so that the products stay small; counter-clockwise is positive. */
export function doubleArea(points: readonly GridPoint[]): number {
  const origin = points[0] ?? { x: 0, y: 0 };
  return points.reduce((sum, point, index) => {
    const next = points[(index + 1) % points.length] ?? origin;
    return sum + (point.x - origin.x) * (next.y - origin.y) - (next.x - origin.x) * (point.y - origin.y);
  }, 0);
}

/**
 * Outer rings and holes by containment (OGC simple features): a ring inside an even number of others is an outer ring, inside
 * an odd number a hole of the innermost of them. Refuses what is not valid: crossings, overlaps, rings that touch themselves.
 */
export function assembleRings(rings: readonly Ring[]): Assembly {
  const simple = rings.flatMap((ring, index) => simpleFaults(ring, index));
  if (simple.length > 0) return { ok: false, faults: simple };
  const duplicates = duplicateFaults(rings);
  if (duplicates.length > 0) return { ok: false, faults: duplicates };
  const contacts = findContacts(
    rings.map((ring) => ring.points),
    2000,
  );
  const crossings = contacts.filter(({ kind, a, b }) => kind !== 'touch-vertex' || a.ring === b.ring);
  if (crossings.length > 0) {
    return { ok: false, faults: distinctPlaces(crossings.map((contact) => ({ kind: 'contact', contact }))) };
  }
  const polygons = nest(rings);
  const cuts = cutFaults(contacts, polygons);
  return cuts.length > 0 ? { ok: false, faults: cuts } : { ok: true, polygons };
}

function simpleFaults({ points }: Ring, ring: number): RingFault[] {
  if (points.length < 3) return [{ kind: 'too-few-points', ring }];
  return isStraight(points) ? [{ kind: 'zero-area', ring }] : [];
}

/** A bow tie has no area either, but its fault is the crossing. */
function isStraight([first, second, ...others]: readonly GridPoint[]): boolean {
  if (first === undefined || second === undefined) return true;
  return others.every(
    ({ x, y }) => (second.x - first.x) * (y - first.y) === (second.y - first.y) * (x - first.x),
  );
}

/** The same ring twice would overlap itself everywhere; one sentence is better than a hundred overlaps. */
function duplicateFaults(rings: readonly Ring[]): RingFault[] {
  const seen = new Map<string, number>();
  return rings.flatMap(({ points }, ring) => {
    const key = points
      .map(({ x, y }) => `${x},${y}`)
      .toSorted()
      .join(';');
    const other = seen.get(key);
    if (other !== undefined) return [{ kind: 'same-as-other', ring, other }];
    seen.set(key, ring);
    return [];
  });
}

/** Rings of one polygon may touch in one vertex; two such places cut its area apart. Two polygons may touch anywhere. */
function cutFaults(contacts: readonly Contact[], polygons: readonly PolygonRings[]): RingFault[] {
  const polygonOf = new Map(
    polygons.flatMap((polygon, index) =>
      [polygon.outer, ...polygon.holes].map((ring) => [ring, index] as const),
    ),
  );
  const placesOfPair = new Map<string, Set<string>>();
  const faults = contacts.flatMap((contact): RingFault[] => {
    const { a, b, at } = contact;
    if (polygonOf.get(a.ring) !== polygonOf.get(b.ring)) return [];
    const pair = `${Math.min(a.ring, b.ring)}-${Math.max(a.ring, b.ring)}`;
    const places = placesOfPair.get(pair) ?? new Set<string>();
    placesOfPair.set(pair, places.add(`${at.x},${at.y}`));
    return places.size > 1 ? [{ kind: 'cut-in-two', contact }] : [];
  });
  return distinctPlaces(faults);
}

/** A crossing at a vertex is found once for each side that meets there. */
function distinctPlaces(faults: RingFault[]): RingFault[] {
  const seen = new Set<string>();
  const distinct = faults.filter((fault) => {
    if (fault.kind !== 'contact' && fault.kind !== 'cut-in-two') return true;
    const { x, y } = fault.contact.at;
    const key = `${Math.round(x)},${Math.round(y)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return distinct.slice(0, maxPlaces);
}

function nest(rings: readonly Ring[]): PolygonRings[] {
  const around = rings.map((ring, index) =>
    rings.flatMap((other, otherIndex) =>
      otherIndex !== index && liesInside(ring, other) ? [otherIndex] : [],
    ),
  );
  const polygons = new Map<number, PolygonRings>();
  for (const [index, parents] of around.entries()) {
    if (parents.length % 2 === 0) polygons.set(index, { outer: index, holes: [] });
  }
  for (const [index, parents] of around.entries()) {
    if (parents.length % 2 === 0) continue;
    const innermost = parents.find((parent) => (around[parent]?.length ?? 0) === parents.length - 1);
    if (innermost !== undefined) polygons.get(innermost)?.holes.push(index);
  }
  return [...polygons.values()];
}

/** Rings do not cross here, so any vertex or middle of a side that is not on the other ring decides. */
function liesInside({ points }: Ring, other: Ring): boolean {
  const middles = points.map((point, index) => {
    const next = points[(index + 1) % points.length] ?? point;
    return { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
  });
  for (const point of [...points, ...middles]) {
    const inside = isInsideRing(point, other.points);
    if (inside !== undefined) return inside;
  }
  return false;
}
