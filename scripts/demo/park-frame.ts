import type { GridLine, ParkInput, PlanePoint } from './inputs.ts';

/** Ground between two blocks, metres: carriageway, pavements and verge. */
const gapM = { main: 44, local: 26, river: 130 } as const;

/** From the middle of the outermost street to the park's boundary, beyond half of that street's ground. */
const boundaryMarginM = 14;

/** Where the blocks and the lines between them lie on the park's own plane, before it is leant and turned. */
export type ParkFrame = {
  /** Middle of every north–south line, west to east, and its ground. */
  us: { at: number; gap: number; line: GridLine }[];
  vs: { at: number; gap: number; line: GridLine }[];
};

export type Rectangle = { west: number; south: number; east: number; north: number };

function spread(sizes: number[], lines: GridLine[]): ParkFrame['us'] {
  const gaps = lines.map(([, , kind]) => gapM[kind]);
  let at = 0;
  const places = lines.map((line, index) => {
    const gap = gaps[index] ?? 0;
    if (index > 0) at += (gaps[index - 1] ?? 0) / 2 + (sizes[index - 1] ?? 0) + gap / 2;
    return { at, gap, line };
  });
  return places.map((place) => ({ ...place, at: place.at - at / 2 }));
}

export function frameOf(park: ParkInput): ParkFrame {
  if (park.verticals.length !== park.columns.length + 1 || park.horizontals.length !== park.rows.length + 1) {
    throw new Error(`${park.code}: one line more than blocks is needed each way`);
  }
  return { us: spread(park.columns, park.verticals), vs: spread(park.rows, park.horizontals) };
}

/** The ground of one block, between the lines around it. */
export function blockRectangle({ us, vs }: ParkFrame, [column, row]: [number, number]): Rectangle {
  const [west, east, south, north] = [us[column], us[column + 1], vs[row], vs[row + 1]];
  if (!west || !east || !south || !north) throw new Error(`no block ${column},${row}`);
  return {
    west: west.at + west.gap / 2,
    east: east.at - east.gap / 2,
    south: south.at + south.gap / 2,
    north: north.at - north.gap / 2,
  };
}

/** Middle of a line's outer edge, where the boundary runs if the line is the outermost. */
export function outerEdge({ at, gap }: { at: number; gap: number }, direction: number): number {
  return at + direction * (gap / 2 + boundaryMarginM);
}

export function cellsOf(park: ParkInput): [column: number, row: number][] {
  return park.columns
    .flatMap((_, column) => park.rows.map((__, row): [number, number] => [column, row]))
    .filter(([column, row]) => !park.open.includes(`${column},${row}`));
}

export function ringOf({ west, south, east, north }: Rectangle): PlanePoint[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}
