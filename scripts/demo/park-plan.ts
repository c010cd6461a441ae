import { boundaryArcs } from '../basemap/boundary-arcs.ts';
import type { GridLine, ParkInput, PlanePoint } from './inputs.ts';
import type { ParkFrame } from './park-frame.ts';
import { blockRectangle, cellsOf, outerEdge, ringOf } from './park-frame.ts';
import { plotsOf } from './park-plots.ts';
import type { Cut } from './plane-shapes.ts';
import { clipRing, clipSegment, shifted, softened, stream } from './plane-shapes.ts';

/** One thing drawn in a park plan, on the park's own plane. Rings are open. */
export type PlanShape = {
  kind: 'park' | 'block' | 'green' | 'water' | 'street';
  class: 'main' | 'local' | null;
  name: [zh: string, en: string] | null;
  ring: PlanePoint[] | null;
  line: PlanePoint[] | null;
};

const mainOverrunM = 260;
/** Along a corner that is cut off runs a street, so far inside the boundary; blocks keep farther away. */
const cutStreetM = 27;
const cutBlockM = 42;

function area(kind: PlanShape['kind'], ring: PlanePoint[], name: PlanShape['name'] = null): PlanShape {
  return { kind, class: null, name, ring, line: null };
}

function cutsOf(park: ParkInput, { us, vs }: ParkFrame): Cut[] {
  const [west, east, south, north] = [us[0], us.at(-1), vs[0], vs.at(-1)];
  if (!west || !east || !south || !north) return [];
  const edges = {
    w: outerEdge(west, -1),
    e: outerEdge(east, 1),
    s: outerEdge(south, -1),
    n: outerEdge(north, 1),
  };
  return park.cuts.map(({ corner, u, v }) => {
    const ends: Record<typeof corner, [PlanePoint, PlanePoint]> = {
      ne: [
        [edges.e, edges.n - v],
        [edges.e - u, edges.n],
      ],
      nw: [
        [edges.w + u, edges.n],
        [edges.w, edges.n - v],
      ],
      sw: [
        [edges.w, edges.s + v],
        [edges.w + u, edges.s],
      ],
      se: [
        [edges.e - u, edges.s],
        [edges.e, edges.s + v],
      ],
    };
    const [from, to] = ends[corner];
    return { from, to };
  });
}

/** The outline around the park's blocks, moved out past the outermost streets. */
function boundaryOf(park: ParkInput, frame: ParkFrame): PlanePoint[] {
  const columns = park.columns.length + 2;
  const rows = park.rows.length + 2;
  const labels = new Int16Array(columns * rows).fill(-1);
  for (const [column, row] of cellsOf(park)) labels[(row + 1) * columns + column + 1] = 0;
  const [arc, ...others] = boundaryArcs({ west: 0, south: 0, step: 1, columns, rows, labels });
  if (arc === undefined || others.length > 0) throw new Error(`${park.code}: blocks must form one piece`);
  const corners = arc.corners.slice(0, -1);
  const turns = corners.filter(([column, row], index) => {
    const [beforeColumn, beforeRow] = corners.at(index - 1) ?? [0, 0];
    const [afterColumn, afterRow] = corners[(index + 1) % corners.length] ?? [0, 0];
    return (column - beforeColumn) * (afterRow - row) !== (row - beforeRow) * (afterColumn - column);
  });
  return turns.map(([column, row], index): PlanePoint => {
    const before = turns.at(index - 1) ?? [0, 0];
    const after = turns[(index + 1) % turns.length] ?? [0, 0];
    // Counter-clockwise, the outside lies to the right: of a line going north that is east.
    const northward = Math.sign(after[1] - row) + Math.sign(row - before[1]);
    const eastward = Math.sign(after[0] - column) + Math.sign(column - before[0]);
    const [u, v] = [frame.us[column - 1], frame.vs[row - 1]];
    if (!u || !v) throw new Error(`${park.code}: boundary leaves the grid`);
    return [outerEdge(u, northward), outerEdge(v, -eastward)];
  });
}

/** Stretches of a line of the grid along which at least one neighbouring block belongs to the park. */
function stretches(count: number, borders: (index: number) => boolean): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (let index = 0; index < count; index += 1) {
    if (!borders(index)) continue;
    const run = runs.at(-1);
    if (run !== undefined && run[1] === index) run[1] = index + 1;
    else runs.push([index, index + 1]);
  }
  return runs;
}

function streetsOf(park: ParkInput, frame: ParkFrame, cuts: Cut[]): PlanShape[] {
  const cells = new Set(cellsOf(park).map(String));
  const held = (column: number, row: number): boolean => cells.has(`${column},${row}`);
  const northward = frame.us.flatMap(({ at, line }, index) =>
    stretches(park.rows.length, (row) => held(index - 1, row) || held(index, row)).map((run) =>
      street(line, run, { across: frame.vs, point: (place) => [at, place] }),
    ),
  );
  const eastward = frame.vs.flatMap(({ at, line }, index) =>
    stretches(park.columns.length, (column) => held(column, index - 1) || held(column, index)).map((run) =>
      street(line, run, { across: frame.us, point: (place) => [place, at] }),
    ),
  );
  return [...northward, ...eastward]
    .filter((shape) => shape !== null)
    .map((shape) => ({ ...shape, line: clipToCuts(shape, cuts) }))
    .filter(({ line }) => line.length === 2);
}

function clipToCuts(shape: PlanShape, cuts: Cut[]): PlanePoint[] {
  const setback = shape.class === 'main' ? 0 : cutStreetM;
  return cuts.map((cut) => shifted(cut, setback)).reduce(clipSegment, shape.line ?? []);
}

/** The street along a corner that is cut off, from one outermost street to the other; it bears the name of one of them. */
function cutStreets(park: ParkInput, { us, vs }: ParkFrame, cuts: Cut[]): PlanShape[] {
  return cuts.flatMap((cut, index): PlanShape[] => {
    const corner = park.cuts[index]?.corner ?? 'ne';
    const u = corner.endsWith('w') ? us[0] : us.at(-1);
    const v = corner.startsWith('s') ? vs[0] : vs.at(-1);
    if (!u || !v) return [];
    const { from, to } = shifted(cut, cutStreetM);
    const slope = (to[1] - from[1]) / (to[0] - from[0]);
    const line: PlanePoint[] = [
      [u.at, from[1] + slope * (u.at - from[0])],
      [from[0] + (v.at - from[1]) / slope, v.at],
    ];
    return [{ kind: 'street', class: 'local', name: [u.line[0], u.line[1]], ring: null, line }];
  });
}

/** How a stretch of a grid line becomes a line: the lines it crosses, and the point at a place along it. */
type Course = { across: ParkFrame['us']; point: (place: number) => PlanePoint };

function street([zh, en, kind]: GridLine, [first, last]: [number, number], course: Course): PlanShape | null {
  if (kind === 'river') return null;
  const overrun = kind === 'main' ? mainOverrunM : 0;
  const [start, end] = [course.across[first], course.across[last]];
  if (!start || !end) return null;
  const line = [course.point(start.at - overrun), course.point(end.at + overrun)];
  return { kind: 'street', class: kind, name: [zh, en], ring: null, line };
}

/** The whole plan of a park, lowest first. `taken` are the blocks that hold parcels: they are not divided. */
export function planOf(park: ParkInput, frame: ParkFrame, taken: Set<string>): PlanShape[] {
  const cuts = cutsOf(park, frame);
  const boundary = cuts.reduce(clipRing, boundaryOf(park, frame));
  const rivers = frame.vs.filter(({ line }) => line[2] === 'river');
  const bands = rivers.map(({ at, gap }) => {
    const [west, east] = [frame.us[0], frame.us.at(-1)];
    const band = {
      west: west?.at ?? 0,
      east: east?.at ?? 0,
      south: at - gap / 2 + 4,
      north: at + gap / 2 - 4,
    };
    return area('green', ringOf(band));
  });
  const blocks = cellsOf(park).flatMap((cell) => {
    const green = park.green.includes(String(cell));
    const block = blockRectangle(frame, cell);
    const plots = green || taken.has(String(cell)) ? [block] : plotsOf(block, `${park.code} ${cell}`);
    return plots
      .map((plot) => cuts.map((cut) => shifted(cut, cutBlockM)).reduce(clipRing, ringOf(plot)))
      .filter((ring) => ring.length >= 3)
      .map((ring) => area(green ? 'green' : 'block', ring));
  });
  const water = park.water.map(({ zh, en, width, line }) =>
    area('water', stream(softened(softened(softened(flowingOn(line)))), width), [zh, en]),
  );
  const roads = park.roads.map(({ zh, en, class: roadClass, line }): PlanShape => ({
    kind: 'street',
    class: roadClass,
    name: [zh, en],
    ring: null,
    line: softened(softened(line)),
  }));
  return [
    area('park', boundary),
    ...blocks,
    ...bands,
    ...water,
    ...streetsOf(park, frame, cuts),
    ...cutStreets(park, frame, cuts),
    ...roads,
  ];
}

/** So far a stream is drawn beyond the line of the inputs, so that it does not end beside the park. */
const flowM = 2400;

function flowingOn(line: PlanePoint[]): PlanePoint[] {
  return [...beyond(line[1], line[0]).reverse(), ...line, ...beyond(line.at(-2), line.at(-1))];
}

/** Two more points in the direction of a line's end, the first a little to one side. */
function beyond(before: PlanePoint | undefined, end: PlanePoint | undefined): PlanePoint[] {
  if (!before || !end) return [];
  const length = Math.hypot(end[0] - before[0], end[1] - before[1]);
  const [u, v] = [(end[0] - before[0]) / length, (end[1] - before[1]) / length];
  return [
    [end[0] + flowM * (0.5 * u - 0.12 * v), end[1] + flowM * (0.5 * v + 0.12 * u)],
    [end[0] + flowM * u, end[1] + flowM * v],
  ];
}
