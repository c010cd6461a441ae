import { isSpace, isStretchable, leadingBlank, lineEnds, spacing } from './line-rules.ts';
import type { Area, Colour, Drawing, Words } from './sheet.ts';
import type { Typefaces, Weight } from './typefaces.ts';

/** A character with its advance in parts of the size. */
export type Glyph = { char: string; width: number; weight: Weight; isFilled: boolean };

/** A size in points, and the distance from one baseline to the next. */
export type Setting = { size: number; leading: number; colour: Colour };

export function glyphsOf(
  runs: { text: string; filled?: boolean; strong?: boolean }[],
  typefaces: Typefaces,
): Glyph[] {
  return runs.flatMap(({ text, filled = false, strong = false }) => {
    const weight: Weight = strong ? 'bold' : 'regular';
    return [...text].map((char) => ({
      char,
      weight,
      isFilled: filled,
      width: typefaces[weight].widthOf(char),
    }));
  });
}

/** Divides a paragraph; `measure` and `indent` (of the first line) in parts of the size. Together the lines are the text. */
export function linesOf(
  glyphs: Glyph[],
  { measure, indent }: { measure: number; indent: number },
): Glyph[][] {
  const ends = lineEnds(glyphs.map(({ char }) => char));
  const lines: Glyph[][] = [];
  let start = 0;
  while (start < glyphs.length) {
    const room = measure - (lines.length === 0 ? indent : 0);
    const end = lineEnd(glyphs, { start, room, ends });
    lines.push(glyphs.slice(start, end));
    start = end;
  }
  return lines;
}

/** The last place where the line may end and still fits; inside a word only where the word alone is too long. */
function lineEnd(
  glyphs: Glyph[],
  { start, room, ends }: { start: number; room: number; ends: boolean[] },
): number {
  let allowed = start;
  let filled = -leadingBlank(glyphs[start]?.char);
  for (let index = start; index < glyphs.length; index += 1) {
    const glyph = glyphs[index];
    if (glyph === undefined) break;
    const { char, width } = glyph;
    const next = glyphs[index + 1]?.char;
    const fits = isSpace(char) || filled + width + spacing(char, undefined) <= room + tolerance;
    if (!fits) return allowed > start ? allowed : Math.max(index, start + 1);
    filled += width + spacing(char, next);
    if (ends[index] === true) allowed = index + 1;
  }
  return glyphs.length;
}

/** What adding up fractions may lose, in parts of the size. */
const tolerance = 1e-6;

/** From the first to the last visible ink square, in parts of the size. */
export function widthOfLine(line: Glyph[]): number {
  const seen = visible(line);
  const sum = seen.reduce(
    (width, glyph, index) => width + glyph.width + spacing(glyph.char, seen[index + 1]?.char),
    0,
  );
  return sum - leadingBlank(seen[0]?.char);
}

function visible(line: Glyph[]): Glyph[] {
  return line.slice(0, line.findLastIndex(({ char }) => !isSpace(char)) + 1);
}

/** Beyond this part of the size between characters a line looks torn: it stays ragged. */
const mostStretch = 0.3;

/** One line with its baseline at `y`; `fillTo` in points spreads it up to there. */
export function drawLine(
  line: Glyph[],
  { size, colour }: Pick<Setting, 'size' | 'colour'>,
  at: { x: number; y: number; fillTo?: number },
): Drawing[] {
  const seen = visible(line);
  const stretch = stretchOf(seen, at.fillTo === undefined ? 0 : at.fillTo / size - widthOfLine(line));
  const placed: (Glyph & { x: number; gap: number })[] = [];
  let x = at.x - leadingBlank(line[0]?.char) * size;
  for (const [index, glyph] of line.entries()) {
    const next = line[index + 1];
    const isLoose = index < seen.length - 1 && next !== undefined && isStretchable(glyph.char, next.char);
    const apart = next === undefined ? 0 : spacing(glyph.char, next.char);
    const gap = ((isLoose ? stretch : 0) + apart) * size;
    placed.push({ ...glyph, x, gap });
    x += glyph.width * size + gap;
  }
  const words = groups(placed, ({ weight }) => weight).map((group): Words => {
    const [first] = group;
    return {
      kind: 'words',
      x: first.x,
      y: at.y,
      size,
      weight: first.weight,
      colour,
      turn: 0,
      glyphs: group.map(({ char, gap }) => ({ char, gap })),
    };
  });
  const marks = groups(placed.slice(0, seen.length), ({ isFilled }) => isFilled)
    .filter(([first]) => first.isFilled)
    .flatMap((group) => fillMark(group, { size, y: at.y }));
  return [...marks, ...words];
}

function stretchOf(seen: Glyph[], missing: number): number {
  const places = seen.filter(({ char }, index) => {
    const next = seen[index + 1];
    return next !== undefined && isStretchable(char, next.char);
  }).length;
  if (places === 0 || missing <= 0) return 0;
  const stretch = missing / places;
  return stretch > mostStretch ? 0 : stretch;
}

/** 预填: what did not come from the template stands on a tint with a line under it. */
function fillMark(
  group: { char: string; x: number; width: number; gap: number }[],
  { size, y }: { size: number; y: number },
): Area[] {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) return [];
  const x = first.x + leadingBlank(first.char) * size;
  const width = last.x + (last.width + spacing(last.char, undefined)) * size - x;
  return [
    { kind: 'area', x, y: y - size * 0.95, width, height: size * 1.25, colour: 'brandTint' },
    { kind: 'area', x, y: y + size * 0.27, width, height: 0.6, colour: 'brandEdge' },
  ];
}

/** Neighbours of the same kind, in order. */
function groups<Item>(items: Item[], kindOf: (item: Item) => unknown): [Item, ...Item[]][] {
  const found: [Item, ...Item[]][] = [];
  for (const item of items) {
    const last = found.at(-1);
    if (last !== undefined && kindOf(last[0]) === kindOf(item)) last.push(item);
    else found.push([item]);
  }
  return found;
}
