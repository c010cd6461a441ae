import type { LabelGrid } from './label-grid.ts';

/** A boundary between two labels, from one junction to the next; `left` lies to its left. Positions are grid corners. */
export type Arc = { left: number; right: number; corners: [column: number, row: number][] };

type Edge = { from: number; to: number; left: number; right: number };

/** Every boundary edge of the grid once, directed so that the greater label lies to its left. */
function boundaryEdges({ columns, rows, labels }: LabelGrid): Edge[] {
  const edges: Edge[] = [];
  const corners = columns + 1;
  function add({ from, to, left, right }: Edge): void {
    if (left > right) edges.push({ from, to, left, right });
    if (left < right) edges.push({ from: to, to: from, left: right, right: left });
  }
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const label = labels[row * columns + column] ?? -1;
      const east = column + 1 < columns ? (labels[row * columns + column + 1] ?? -1) : -1;
      const north = row + 1 < rows ? (labels[(row + 1) * columns + column] ?? -1) : -1;
      const corner = (row + 1) * corners + column + 1;
      add({ from: corner - corners, to: corner, left: label, right: east });
      add({ from: corner - 1, to: corner, left: north, right: label });
    }
  }
  return edges;
}

/** All boundaries of a labelled grid as arcs between junctions; a boundary without a junction is one closed arc. */
export function boundaryArcs(grid: LabelGrid): Arc[] {
  const edges = boundaryEdges(grid);
  const leaving = new Map<number, Edge[]>();
  const degree = new Map<number, number>();
  for (const edge of edges) {
    leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge]);
    for (const corner of [edge.from, edge.to]) degree.set(corner, (degree.get(corner) ?? 0) + 1);
  }
  const used = new Set<Edge>();
  const starts = [...edges.filter((edge) => degree.get(edge.from) !== 2), ...edges];
  const arcs: Arc[] = [];
  for (const start of starts) {
    if (used.has(start)) continue;
    arcs.push({ left: start.left, right: start.right, corners: follow(start).map(toCorner) });
  }
  return arcs;

  function follow(start: Edge): number[] {
    const path = [start.from, start.to];
    used.add(start);
    for (let at = start.to; at !== start.from && degree.get(at) === 2; at = path.at(-1) ?? at) {
      const next = (leaving.get(at) ?? []).find((edge) => !used.has(edge));
      if (next === undefined) break;
      used.add(next);
      path.push(next.to);
    }
    return path;
  }

  function toCorner(corner: number): [column: number, row: number] {
    const column = corner % (grid.columns + 1);
    return [column, (corner - column) / (grid.columns + 1)];
  }
}

/** Closed rings of one label out of arcs, outer rings counter-clockwise. Arcs may have been simplified meanwhile. */
export function ringsOf<Position>(
  label: number,
  arcs: { left: number; right: number; line: Position[] }[],
): Position[][] {
  const pending = [
    ...arcs.filter((arc) => arc.left === label).map((arc) => arc.line),
    ...arcs.filter((arc) => arc.right === label).map((arc) => arc.line.toReversed()),
  ];
  const rings: Position[][] = [];
  for (let line = pending.shift(); line !== undefined; line = pending.shift()) {
    const ring = [...line];
    while (!samePlace(ring[0], ring.at(-1))) {
      const next = pending.findIndex((candidate) => samePlace(candidate[0], ring.at(-1)));
      const [continuation] = next === -1 ? [] : pending.splice(next, 1);
      if (continuation === undefined) throw new Error(`the outline of label ${label} does not close`);
      ring.push(...continuation.slice(1));
    }
    rings.push(ring);
  }
  return rings;
}

function samePlace(first: unknown, second: unknown): boolean {
  return JSON.stringify(first) === JSON.stringify(second);
}
