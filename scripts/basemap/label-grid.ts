/** A ring of [lon, lat] positions, closed or not. */
export type Ring = [number, number][];

/** Cells of `step` degrees; `labels[row * columns + column]` is the index of the outline that holds the cell's centre, or -1. */
export type LabelGrid = {
  west: number;
  south: number;
  step: number;
  columns: number;
  rows: number;
  labels: Int16Array;
};

const outside = -1;

/** Columns whose centres lie inside `ring` on the row of cells with the given centre latitude, by even-odd crossings. */
function crossingsOf(ring: Ring, lat: number): number[] {
  const crossings: number[] = [];
  for (const [index, [lonA, latA]] of ring.entries()) {
    const [lonB, latB] = ring[(index + 1) % ring.length] ?? [lonA, latA];
    if (latA > lat === latB > lat) continue;
    crossings.push(lonA + ((lat - latA) / (latB - latA)) * (lonB - lonA));
  }
  return crossings.sort((first, second) => first - second);
}

/**
 * Outlines onto one grid, so that neighbours share every boundary by construction: where two overlap the first wins,
 * and where a gap between them is enclosed it goes to a neighbour. The grid has one empty cell around everything.
 */
export function labelGridOf(outlines: Ring[][], step: number): LabelGrid {
  const positions = outlines.flat(2);
  const west = Math.floor(Math.min(...positions.map(([lon]) => lon)) / step) * step - step;
  const south = Math.floor(Math.min(...positions.map(([, lat]) => lat)) / step) * step - step;
  const columns = Math.ceil((Math.max(...positions.map(([lon]) => lon)) - west) / step) + 1;
  const rows = Math.ceil((Math.max(...positions.map(([, lat]) => lat)) - south) / step) + 1;
  const labels = new Int16Array(columns * rows).fill(outside);
  for (let row = 0; row < rows; row += 1) {
    const lat = south + (row + 0.5) * step;
    for (const [label, rings] of outlines.entries()) {
      for (const ring of rings) fillRow(crossingsOf(ring, lat), label, row);
    }
  }
  const grid = { west, south, step, columns, rows, labels };
  absorbSmallPatches(grid);
  return grid;

  function fillRow(crossings: number[], label: number, row: number): void {
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const first = Math.ceil(((crossings[pair] ?? 0) - west) / step - 0.5);
      const last = Math.ceil(((crossings[pair + 1] ?? 0) - west) / step - 0.5);
      for (let column = first; column < last; column += 1) {
        const cell = row * columns + column;
        if (labels[cell] === outside) labels[cell] = label;
      }
    }
  }
}

/** The 4-connected patch around `start`, and the label most common along its edge. */
function patchAt(grid: LabelGrid, start: number, seen: Uint8Array): { cells: number[]; neighbour: number } {
  const label = grid.labels[start];
  const cells = [start];
  const edge = new Map<number, number>();
  seen[start] = 1;
  for (const cell of cells) {
    for (const next of neighboursOf(grid, cell)) {
      const other = grid.labels[next] ?? outside;
      if (other !== label) edge.set(other, (edge.get(other) ?? 0) + 1);
      else if (seen[next] === 0) {
        seen[next] = 1;
        cells.push(next);
      }
    }
  }
  const [neighbour] = [...edge].sort((first, second) => second[1] - first[1])[0] ?? [outside];
  return { cells, neighbour };
}

function neighboursOf({ columns, rows }: LabelGrid, cell: number): number[] {
  const column = cell % columns;
  const row = (cell - column) / columns;
  return [
    ...(column > 0 ? [cell - 1] : []),
    ...(column < columns - 1 ? [cell + 1] : []),
    ...(row > 0 ? [cell - columns] : []),
    ...(row < rows - 1 ? [cell + columns] : []),
  ];
}

// Slivers and exclaves under about 4 km² cannot be seen on a sketch generalised to some hundred metres.
const smallestPatchCells = 400;

function absorbSmallPatches(grid: LabelGrid): void {
  const seen = new Uint8Array(grid.labels.length);
  for (let cell = 0; cell < grid.labels.length; cell += 1) {
    if (seen[cell] === 1) continue;
    const { cells, neighbour } = patchAt(grid, cell, seen);
    if (cells.length >= smallestPatchCells) continue;
    for (const member of cells) grid.labels[member] = neighbour;
  }
}
