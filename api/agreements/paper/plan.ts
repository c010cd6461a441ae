import type { TextParcel } from '../text-schema.ts';
import { body, textRows } from './body.ts';
import { drawLine, glyphsOf } from './lines.ts';
import type { Row } from './pages.ts';
import { barMetres, localPlan, pointsAt, scaleFor } from './plan-geometry.ts';
import { frame, sheet, type Drawing, type Point } from './sheet.ts';
import type { Typefaces } from './typefaces.ts';
import { inFours } from './words.ts';

const paper = { width: sheet.measure, height: 500 };
/** Kept free around the outline, for the arrow and the bar. */
const margin = 48;
const note = { size: 10, leading: 17, colour: 'muted' } as const;
const heading = { ...body, size: 14, leading: 26 };

/** 地块位置示意图 on a sheet of its own: outline, north, scale, and what the signatures bind it to. */
export function planRows(
  parcel: TextParcel,
  options: { index: number; note: string },
  typefaces: Typefaces,
): Row[] {
  const plan = localPlan(parcel);
  const denominator = scaleFor(plan.size, {
    width: paper.width - 2 * margin,
    height: paper.height - 2 * margin,
  });
  const [longitude, latitude] = plan.middle;
  const words = (text: string, strong = false) => glyphsOf([{ text, strong }], typefaces);
  const facts = [
    `比例尺 1:${denominator}（按 A4 原大打印）　上方为正北　中心 ${degrees(longitude, 'E', 'W')}，${degrees(latitude, 'N', 'S')}（CGCS2000）`,
    `边界摘要 ${inFours(parcel.geometrySha256)}`,
    `指标摘要 ${inFours(parcel.indicatorsSha256)}`,
    options.note,
  ];
  const rows = [
    ...textRows(words(`附图 ${options.index + 1}　地块位置示意图`, true), {
      setting: heading,
      hang: 0,
      before: 0,
    }),
    ...textRows(words(`地块编号 ${parcel.code}　第 ${parcel.version} 版`), {
      setting: body,
      hang: 0,
      before: 0,
    }),
    drawing(plan.rings, denominator, typefaces),
    ...facts.flatMap((fact, index) =>
      textRows(words(fact), { setting: note, hang: 0, before: index === 0 ? 10 : 2 }),
    ),
  ];
  return rows.map((row, index) => ({
    ...row,
    startsSheet: index === 0,
    staysWithNext: index < rows.length - 1,
  }));
}

function drawing(rings: Point[][], denominator: number, typefaces: Typefaces): Row {
  const perMetre = pointsAt(denominator);
  const outline = rings.map((ring) =>
    ring.map(({ x, y }) => ({ x: paper.width / 2 + x * perMetre, y: paper.height / 2 + y * perMetre })),
  );
  return {
    height: paper.height,
    before: 8,
    staysWithNext: true,
    drawings: [
      { kind: 'rings', rings: outline, fill: 'brandTint', line: { colour: 'brand', width: 1.2 } },
      frame(0, 0, paper),
      ...northArrow({ x: paper.width - 28, y: 44 }, typefaces),
      ...scaleBar({ x: 16, y: paper.height - 18 }, denominator, typefaces),
    ],
  };
}

function northArrow({ x, y }: Point, typefaces: Typefaces): Drawing[] {
  const [tip, tail, notch] = [
    { x, y: y - 14 },
    { x: x + 8, y: y + 14 },
    { x, y: y + 8 },
  ];
  const line = { colour: 'ink', width: 0.8 } as const;
  return [
    ...drawLine(
      glyphsOf([{ text: '北', strong: true }], typefaces),
      { size: 11, colour: 'ink' },
      { x: x - 5.5, y: y - 18 },
    ),
    { kind: 'rings', rings: [[tip, tail, notch]], fill: null, line },
    { kind: 'rings', rings: [[tip, { x: x - 8, y: tail.y }, notch]], fill: 'ink', line },
  ];
}

/** Two equal fields, dark and light, with 0, the half and the whole above: it stays true when the paper is copied smaller. */
function scaleBar({ x, y }: Point, denominator: number, typefaces: Typefaces): Drawing[] {
  const metres = barMetres(denominator, 60);
  const length = metres * pointsAt(denominator);
  const height = 4;
  const ticks = [
    { text: '0', at: 0 },
    { text: `${metres / 2}`, at: length / 2 },
    { text: `${metres} 米`, at: length },
  ];
  const box = [
    { x, y },
    { x: x + length, y },
    { x: x + length, y: y + height },
    { x, y: y + height },
  ];
  return [
    { kind: 'rings', rings: [box], fill: null, line: { colour: 'ink', width: 0.6 } },
    { kind: 'area', x, y, width: length / 2, height, colour: 'ink' },
    ...ticks.flatMap(({ text, at }) =>
      drawLine(glyphsOf([{ text }], typefaces), { size: 9, colour: 'ink' }, { x: x + at - 2.5, y: y - 4 }),
    ),
  ];
}

/** Five places of a degree: about a metre. */
function degrees(value: number, positive: string, negative: string): string {
  return `${Math.abs(value).toFixed(5)}°${value < 0 ? negative : positive}`;
}
