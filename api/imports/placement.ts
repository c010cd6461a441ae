import type { GaussKrueger } from './crs.ts';
import { crsName } from './crs.ts';
import type { CrsReading, Range } from './crs-detection.ts';
import { readCrs, readNumbers } from './crs-detection.ts';
import type { ToldCrs } from './crs-names.ts';
import type { PlacedShape, PlacementContext } from './geometry.ts';
import { placeShape } from './geometry.ts';
import { limitFindings } from './geometry-findings.ts';
import type { Finding } from './schema.ts';
import type { Survey, SurveyPoint, SurveyShape } from './survey.ts';

export type PlacementOptions = {
  /** What the person importing said of the coordinate system; read from a name by `readCrsName`. */
  told: ToldCrs | undefined;
  plane: GaussKrueger;
  extent: PlacementContext['extent'];
};

export type PlacedSurvey = {
  shapes: { shape: SurveyShape; placed: PlacedShape }[];
  /** `EPSG:4528`; undefined when the survey was refused as a whole. */
  sourceCrs: string | undefined;
  findings: Finding[];
};

/** All shapes of one survey on the earth. One file has one system: it is decided from all of its numbers together. */
export function placeSurvey(survey: Survey, { told, plane, extent }: PlacementOptions): PlacedSurvey {
  const points = survey.shapes.flatMap((shape) => shape.rings.flat());
  const isRefused = survey.findings.some(
    ({ rule, severity }) => severity === 'error' && rule.startsWith('crs-'),
  );
  if (points.length === 0 || isRefused) {
    const empty = isRefused ? [] : survey.shapes.flatMap(limitFindings);
    return { shapes: [], sourceCrs: undefined, findings: [...survey.findings, ...empty] };
  }
  const reading = readCrs({
    first: rangeOf(points, 'first'),
    second: rangeOf(points, 'second'),
    usualOrder: survey.usualOrder,
    told: told === undefined ? survey.told : [...survey.told, told],
    suggestion: crsName({ ...plane, prefixed: false }),
  });
  const findings = [...survey.findings, ...located(reading, points)];
  if (!reading.ok) return { shapes: [], sourceCrs: undefined, findings };
  const shapes: PlacedSurvey['shapes'] = [];
  for (const shape of survey.shapes) {
    const placement = placeShape(shape, { crs: reading.crs, order: reading.order, plane, extent });
    findings.push(...placement.findings.map((finding) => ({ ...finding, ...parcelOf(shape) })));
    if (placement.placed !== undefined) shapes.push({ shape, placed: placement.placed });
  }
  return { shapes, sourceCrs: crsName(reading.crs), findings };
}

function parcelOf({ code }: SurveyShape): { parcel?: string } {
  return code === null ? {} : { parcel: code };
}

function rangeOf(points: readonly SurveyPoint[], column: 'first' | 'second'): Range {
  const range = { min: Infinity, max: -Infinity };
  for (const point of points) {
    range.min = Math.min(range.min, point[column]);
    range.max = Math.max(range.max, point[column]);
  }
  return range;
}

/** Where the numbers of a whole file fit nowhere it is mostly one point: the first that differs from the first of all. */
function located(reading: CrsReading, points: readonly SurveyPoint[]): Finding[] {
  if (reading.findings.every(({ rule }) => rule !== 'crs-out-of-range')) return reading.findings;
  const usual = kindOf(points[0]);
  const stray = points.find((point) => kindOf(point) !== usual || kindOf(point) === 'none');
  if (stray?.line === undefined) return reading.findings;
  const { line } = stray;
  return reading.findings.map((finding) => ({ ...finding, line }));
}

function kindOf(point: SurveyPoint | undefined): string {
  if (point === undefined) return 'none';
  const single = ({ first, second }: SurveyPoint) =>
    readNumbers({ min: first, max: first }, { min: second, max: second });
  const numbers = single(point);
  if (numbers === undefined) return 'none';
  return `${numbers.kind} ${numbers.order} ${numbers.kind === 'prefixed' ? numbers.zone : ''}`;
}
