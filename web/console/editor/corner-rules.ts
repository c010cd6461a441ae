import type { PublicGeometry } from '../../../api/parcels/schema.ts';

export type Position = [lon: number, lat: number];

/** Where a corner (界址点) stands: part, ring of it (0 the outer one, then holes), and its place along the ring. */
export type CornerPlace = { part: number; ring: number; at: number };

export type Corner = CornerPlace & { position: Position };

type Rings = PublicGeometry['coordinates'][number];

/** What becomes of an outline, or why it stays as it is. */
export type CornerOutcome =
  { ok: true; shape: PublicGeometry } | { ok: false; reason: 'crosses' | 'too-few' | 'off-earth' };

/** Every corner once, in the order of the rings. */
export function cornersOf({ coordinates }: PublicGeometry): Corner[] {
  return coordinates.flatMap((rings, part) =>
    rings.flatMap((ring, index) =>
      ring.slice(0, -1).map((position, at) => ({ part, ring: index, at, position })),
    ),
  );
}

/** A corner somewhere else, unless the boundary would then cross or touch itself, or leave the country. */
export function moveCorner(shape: PublicGeometry, place: CornerPlace, position: Position): CornerOutcome {
  const [lon, lat] = position;
  if (!(lon >= 73 && lon <= 136 && lat >= 3 && lat <= 54)) return { ok: false, reason: 'off-earth' };
  const corners = openRing(shape, place).with(place.at, position);
  return settled(shape, place, { corners, changed: [place.at - 1, place.at] });
}

/** A corner more, halfway to the next one: the boundary itself stays where it is. */
export function addCorner(shape: PublicGeometry, place: CornerPlace): PublicGeometry {
  const ring = openRing(shape, place);
  const [from, to] = [ring[place.at], ring[(place.at + 1) % ring.length]];
  if (from === undefined || to === undefined) return shape;
  const middle: Position = [rounded((from[0] + to[0]) / 2), rounded((from[1] + to[1]) / 2)];
  return withRing(shape, place, ring.toSpliced(place.at + 1, 0, middle));
}

/** A corner less; a ring has three. */
export function removeCorner(shape: PublicGeometry, place: CornerPlace): CornerOutcome {
  const ring = openRing(shape, place);
  if (ring.length <= 3) return { ok: false, reason: 'too-few' };
  const corners = ring.toSpliced(place.at, 1);
  return settled(shape, place, { corners, changed: [(place.at - 1 + corners.length) % corners.length] });
}

function openRing({ coordinates }: PublicGeometry, { part, ring }: CornerPlace): Position[] {
  return (coordinates[part]?.[ring] ?? []).slice(0, -1);
}

function withRing(shape: PublicGeometry, { part, ring }: CornerPlace, corners: Position[]): PublicGeometry {
  const closed = [...corners, ...corners.slice(0, 1)];
  const rings: Rings = (shape.coordinates[part] ?? []).with(ring, closed);
  return { type: 'MultiPolygon', coordinates: shape.coordinates.with(part, rings) };
}

type Change = { corners: Position[]; changed: number[] };

/** `changed`: the edges that are new, by the corner they begin at; only those can cross what stood. */
function settled(shape: PublicGeometry, place: CornerPlace, { corners, changed }: Change): CornerOutcome {
  const next = withRing(shape, place, corners);
  const edges = edgesOf(next.coordinates[place.part] ?? []);
  const own = changed.map((at) => (at + corners.length) % corners.length);
  const fresh = edges.filter(({ ring, at }) => ring === place.ring && own.includes(at));
  const crosses = fresh.some((edge) =>
    edges.some((other) => other !== edge && meet(edge, other, corners.length)),
  );
  return crosses ? { ok: false, reason: 'crosses' } : { ok: true, shape: next };
}

type Edge = { ring: number; at: number; from: Position; to: Position };

function edgesOf(rings: Rings): Edge[] {
  return rings.flatMap((ring, index) =>
    ring.slice(0, -1).flatMap((from, at) => {
      const to = ring[at + 1];
      return to === undefined ? [] : [{ ring: index, at, from, to }];
    }),
  );
}

/** Edges that follow one another share a corner, and no more than that. */
function meet(one: Edge, other: Edge, length: number): boolean {
  const isSameRing = one.ring === other.ring;
  if (isSameRing && other.at === (one.at + 1) % length) return foldsBack(one.from, one.to, other.to);
  if (isSameRing && one.at === (other.at + 1) % length) return foldsBack(other.from, other.to, one.to);
  const sides = [
    sideOf(one, other.from),
    sideOf(one, other.to),
    sideOf(other, one.from),
    sideOf(other, one.to),
  ] as const;
  if (sides[0] !== sides[1] && sides[2] !== sides[3]) return true;
  return sides.every((side) => side === 0) && boxesMeet(one, other);
}

/** The second edge runs back along the first, or one of them has no length. */
function foldsBack(from: Position, corner: Position, to: Position): boolean {
  const [backX, backY] = [from[0] - corner[0], from[1] - corner[1]];
  const [onX, onY] = [to[0] - corner[0], to[1] - corner[1]];
  return Math.abs(backX * onY - backY * onX) < 1e-18 && backX * onX + backY * onY >= 0;
}

function sideOf({ from, to }: Edge, [lon, lat]: Position): number {
  return Math.sign((to[0] - from[0]) * (lat - from[1]) - (to[1] - from[1]) * (lon - from[0]));
}

function boxesMeet(one: Edge, other: Edge): boolean {
  return ([0, 1] as const).every(
    (axis) =>
      Math.max(one.from[axis], one.to[axis]) >= Math.min(other.from[axis], other.to[axis]) &&
      Math.max(other.from[axis], other.to[axis]) >= Math.min(one.from[axis], one.to[axis]),
  );
}

/** 1e-9 of a degree is a tenth of a millimetre. */
function rounded(degrees: number): number {
  return Number(degrees.toFixed(9));
}
