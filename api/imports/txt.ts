import { parseDecimal, toNumber } from '../units/decimal.ts';
import { halfWidth, parseAreaSqm } from '../units/rules.ts';
import type { Finding } from './schema.ts';
import type { Survey, SurveyPoint, SurveyShape } from './survey.ts';
import { normalCode, surveyLimits, vertexCount } from './survey.ts';
import { decodeText, visibleText } from './text.ts';
import type { HeaderLine, TxtAttribute } from './txt-header.ts';
import {
  badArea,
  badAttribute,
  badPoint,
  missingTerminator,
  noPlots,
  notAnArea,
  pointCountDiffers,
  shortHeader,
  tooLong,
  tooManyPoints,
  tooManyRings,
  unexpectedLine,
  unreadable,
} from './txt-findings.ts';
import { readTxtHeader } from './txt-header.ts';

const maxLines = 500_000;
const maxFindings = 50;

/** State while going through the lines: what has been read, and the plot and ring that are still open. */
type Reading = {
  section: 'before' | 'attributes' | 'plots' | 'other';
  attributes: Map<string, TxtAttribute>;
  headerLines: HeaderLine[];
  plots: Plot[];
  findings: Finding[];
};

/** `refused` once a limit is passed: its further points are skipped, and one finding says so. */
type Plot = SurveyShape & {
  statedPoints: string;
  pointCount: number;
  refused: boolean;
  ring: OpenRing | undefined;
};
type OpenRing = { number: string; firstLabel: string; points: SurveyPoint[]; closed: boolean };

/**
 * 国土坐标报盘 TXT: attributes, then plots of `点数,面积(公顷),编号,名称,图形属性,图幅号,用途,地类编码,@` each followed by
 * its points `点号,圈号,X(north),Y(east)`. Rings end where the 圈号 changes, the first point returns or numbering restarts;
 * which of them are holes is decided later by containment, since 圈号 does not tell reliably. 界址点数 is not trusted.
 */
export function readTxt(file: string, bytes: Uint8Array): Survey {
  const survey: Survey = {
    format: 'txt',
    file,
    usualOrder: 'north-first',
    told: [],
    surveyedOn: null,
    shapes: [],
    findings: [],
  };
  const decoded = decodeText(bytes);
  if (!decoded.ok) return { ...survey, findings: [unreadable(decoded.reason)] };
  const lines = decoded.text.split(/\r\n|\n|\r/);
  if (lines.length > maxLines) return { ...survey, findings: [tooLong(lines.length, maxLines)] };
  const reading: Reading = {
    section: 'before',
    attributes: new Map(),
    headerLines: [],
    plots: [],
    findings: [],
  };
  for (const [index, line] of lines.entries()) {
    readLine(reading, halfWidthMarks(line).trim(), index + 1);
    if (reading.findings.length >= maxFindings) break;
  }
  for (const plot of reading.plots) closeRing(plot);
  const header = readTxtHeader(reading.attributes, reading.headerLines);
  const shapes = reading.plots
    .filter(({ refused }) => !refused)
    .map(({ code, name, rings, statedAreaM2, place }) => ({
      code,
      name,
      rings,
      statedAreaM2,
      place,
    }));
  const findings = [...header.findings, ...reading.findings, ...reading.plots.flatMap(countFindings)];
  if (shapes.length === 0 && findings.length === 0) findings.push(noPlots());
  return { ...survey, told: header.told, surveyedOn: header.surveyedOn, shapes, findings };
}

/** Only the marks of the grammar: a name keeps its full-width brackets. */
function halfWidthMarks(line: string): string {
  return line.replace(/[，＝＠［］]/g, (mark) => mark.normalize('NFKC'));
}

function readLine(reading: Reading, line: string, number: number): void {
  if (line === '' || line === '\u001a') return;
  const section = /^[[【](.+?)[\]】]$/.exec(line)?.[1];
  if (section !== undefined) {
    reading.section = sectionOf(section.trim());
    return;
  }
  if (reading.section !== 'plots') reading.headerLines.push({ text: line, line: number });
  if (reading.section === 'attributes') return readAttribute(reading, line, number);
  if (reading.section === 'plots') return readPlotLine(reading, line, number);
  if (reading.section === 'before' && isPlotHeader(line)) {
    reading.section = 'plots';
    readPlotLine(reading, line, number);
  }
}

/** A block of another name, such as 扩展信息, is a region's own: nothing is taken from it but a warning word of another datum. */
function sectionOf(name: string): Reading['section'] {
  if (name === '属性描述') return 'attributes';
  return name === '地块坐标' ? 'plots' : 'other';
}

function readAttribute(reading: Reading, line: string, number: number): void {
  const equals = line.search(/[=:：]/);
  if (equals < 1) {
    reading.findings.push(badAttribute(line, number));
    return;
  }
  const key = line.slice(0, equals).replace(/\s/g, '');
  reading.attributes.set(key, { value: line.slice(equals + 1).trim(), line: number });
}

function isPlotHeader(line: string): boolean {
  return line.endsWith('@') && line.includes(',');
}

function readPlotLine(reading: Reading, line: string, number: number): void {
  const fields = line.split(/[,、\t]/).map(visibleText);
  if (isPlotHeader(line)) return openPlot(reading, fields, number);
  const plot = reading.plots.at(-1);
  if (looksLikeHeader(fields)) {
    reading.findings.push(missingTerminator(number));
    return openPlot(reading, [...fields, '@'], number);
  }
  if (plot === undefined) {
    reading.findings.push(unexpectedLine(line, number));
    return;
  }
  readPoint(reading, plot, { line, fields, number });
}

/** A header whose closing `@` was lost still shows its figure kind among eight or more fields. */
function looksLikeHeader(fields: string[]): boolean {
  return fields.length >= 8 && fields.some((field) => figureKinds.test(field));
}

const figureKinds = /^(?:面|线|点|多边形|折线)$/;

/** Some regions have 12 or 13 fields before the `@`; the first four always mean the same. */
function openPlot(reading: Reading, fields: string[], number: number): void {
  const previous = reading.plots.at(-1);
  if (previous !== undefined) closeRing(previous);
  const [statedPoints = '', hectares = '', code = '', name = ''] = fields;
  const figure = fields.find((field) => figureKinds.test(field)) ?? '面';
  if (figure !== '面' && figure !== '多边形') {
    reading.findings.push(notAnArea(code, figure, number));
  }
  if (fields.length < 6) reading.findings.push(shortHeader(fields.length, number));
  const area = parseAreaSqm(hectares, 'hectare');
  if (!area.ok && area.reason !== 'empty') reading.findings.push(badArea(hectares, number));
  reading.plots.push({
    code: normalCode(code),
    name: name === '' ? null : name,
    rings: [],
    statedAreaM2: area.ok && area.value > 0 ? area.value : null,
    place: { line: number },
    statedPoints,
    pointCount: 0,
    refused: false,
    ring: undefined,
  });
}

type PointLine = { line: string; fields: string[]; number: number };

function readPoint(reading: Reading, plot: Plot, { line, fields, number }: PointLine): void {
  while (fields.length > 4 && fields.at(-1) === '') fields.pop();
  const [label = '', ringNumber = '', firstText = '', secondText = ''] = fields.map(halfWidth);
  const first = parseDecimal(firstText);
  const second = parseDecimal(secondText);
  if (fields.length !== 4 || first === undefined || second === undefined || !/^\d{1,4}$/.test(ringNumber)) {
    reading.findings.push(badPoint(line, number));
    return;
  }
  if (plot.refused) return;
  plot.pointCount += 1;
  const overflow = overflowOf(plot, number);
  if (overflow !== undefined) {
    plot.refused = true;
    reading.findings.push(overflow);
    return;
  }
  addPoint(plot, {
    label,
    ringNumber,
    point: { first: toNumber(first), second: toNumber(second), line: number },
  });
}

function overflowOf(plot: Plot, line: number): Finding | undefined {
  if (plot.pointCount > surveyLimits.verticesPerParcel) return tooManyPoints(plot.code, line);
  return plot.rings.length > surveyLimits.ringsPerParcel ? tooManyRings(plot.code, line) : undefined;
}

type LabelledPoint = { label: string; ringNumber: string; point: SurveyPoint };

function addPoint(plot: Plot, { label, ringNumber, point }: LabelledPoint): void {
  const ring = plot.ring;
  const restarts =
    ring !== undefined &&
    !ring.closed &&
    ring.points.length >= 3 &&
    label !== '' &&
    label === ring.firstLabel;
  const returns = ring !== undefined && ring.number === ringNumber && samePosition(ring.points[0], point);
  if (ring === undefined || ring.number !== ringNumber || ((ring.closed || restarts) && !returns)) {
    closeRing(plot);
    plot.ring = { number: ringNumber, firstLabel: label, points: [point], closed: false };
    return;
  }
  if (ring.closed && returns) return;
  ring.points.push(point);
  if (returns && ring.points.length > 3) ring.closed = true;
}

function closeRing(plot: Plot): void {
  if (plot.ring === undefined) return;
  plot.rings.push(plot.ring.points);
  plot.ring = undefined;
}

function samePosition(a: SurveyPoint | undefined, b: SurveyPoint): boolean {
  return a !== undefined && a.first === b.first && a.second === b.second;
}

/** The stated number of points may count the closing point of each ring or not; anything else is worth a word. */
function countFindings(plot: Plot): Finding[] {
  const stated = Number(halfWidth(plot.statedPoints));
  const read = vertexCount(plot);
  const distinct = plot.rings.reduce(
    (sum, ring) =>
      sum +
      ring.length -
      (ring.length > 3 && samePosition(ring[0], ring.at(-1) ?? { first: 0, second: 0 }) ? 1 : 0),
    0,
  );
  const plausible =
    Number.isNaN(stated) || (stated >= distinct && stated <= Math.max(read, distinct + plot.rings.length));
  if (plausible || plot.refused || plot.statedPoints === '') return [];
  return [{ ...pointCountDiffers(plot.code, { stated, read }), ...plot.place }];
}
