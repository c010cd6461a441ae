import type { ResponseTimes } from '../../../api/enquiries/response-schema.ts';

type Month = ResponseTimes['months'][number];
export type ChartSize = { width: number; height: number };
export type MonthPoint = {
  month: string;
  x: number;
  y: number;
  hours: number;
  isLast: boolean;
  isNamed: boolean;
};
export type MonthLine = {
  /** One stroke for each run of months that have a median: what is not known is not bridged. */
  strokes: string[];
  points: MonthPoint[];
  /** Hours of working time with their height. */
  ticks: { hours: number; y: number }[];
  columns: { month: string; x: number }[];
  promiseY: number;
};

const margin = { top: 12, right: 24, bottom: 24, left: 28 };
const tickHours = 2;

/** Where the line of monthly medians runs, in px; the scale reaches the promise, and further where a month did. */
export function monthLine(months: readonly Month[], promisedHours: number, size: ChartSize): MonthLine {
  const inner = {
    width: Math.max(0, size.width - margin.left - margin.right),
    height: size.height - margin.top - margin.bottom,
  };
  const hoursOf = ({ medianMinutes }: Month) => (medianMinutes === null ? null : medianMinutes / 60);
  const most = Math.max(promisedHours, ...months.map((month) => hoursOf(month) ?? 0));
  const top = Math.ceil(most / tickHours) * tickHours;
  const yOf = (hours: number) => round(margin.top + inner.height * (1 - hours / top));
  const xOf = (index: number) => round(margin.left + (inner.width * (index + 0.5)) / months.length);
  const known = months.flatMap((month, index) => {
    const hours = hoursOf(month);
    return hours === null ? [] : [{ month: month.month, index, hours, x: xOf(index), y: yOf(hours) }];
  });
  const slowest = Math.max(...known.map(({ hours }) => hours));
  const lastIndex = known.at(-1)?.index;
  return {
    strokes: runsOf(known).map((run) =>
      run.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join(''),
    ),
    points: known.map(({ index, ...point }) => {
      const isLast = index === lastIndex;
      return { ...point, isLast, isNamed: isLast || point.hours === slowest };
    }),
    ticks: Array.from({ length: top / tickHours + 1 }, (_, step) => {
      const hours = step * tickHours;
      return { hours, y: yOf(hours) };
    }),
    columns: months.map(({ month }, index) => ({ month, x: xOf(index) })),
    promiseY: yOf(promisedHours),
  };
}

function runsOf<Known extends { index: number }>(known: readonly Known[]): Known[][] {
  const runs: Known[][] = [];
  let before: number | null = null;
  for (const point of known) {
    const run = runs.at(-1);
    if (run !== undefined && before === point.index - 1) run.push(point);
    else runs.push([point]);
    before = point.index;
  }
  return runs;
}

function round(px: number): number {
  return Math.round(px * 10) / 10;
}
