import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fontkit from '@pdf-lib/fontkit';
import subsetFont from 'subset-font';
import type { OutlineStep } from '../../signatures/mark.ts';

export type Weight = 'regular' | 'bold';

/** Noto Sans SC (SIL OFL 1.1), whole: measured before anything is drawn. */
export type Typeface = {
  has: (char: string) => boolean;
  /** Advance in parts of the size. */
  widthOf: (char: string) => number;
  /** The letter's shape in parts of its size, as PDF draws it. */
  outlineOf: (char: string) => OutlineStep[];
  /** The same font with nothing but `characters` in it, for embedding. */
  cutDownTo: (characters: string) => Promise<Uint8Array>;
};
export type Typefaces = Record<Weight, Typeface>;

const files: Record<Weight, string> = {
  regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
};

let opened: Typefaces | undefined;

/** Reads 21 MB once in a process. */
export function openTypefaces(): Typefaces {
  opened ??= { regular: open('regular'), bold: open('bold') };
  return opened;
}

function open(weight: Weight): Typeface {
  const bytes = readFileSync(fileURLToPath(import.meta.resolve(files[weight])));
  const font = fontkit.create(bytes);
  const widths = new Map<string, number>();
  return {
    has: (char) => font.hasGlyphForCodePoint(char.codePointAt(0) ?? 0),
    widthOf: (char) => {
      const width = widths.get(char) ?? font.layout(char, noFeatures).advanceWidth / font.unitsPerEm;
      widths.set(char, width);
      return width;
    },
    outlineOf: (char) =>
      outlineOf(font.layout(char, noFeatures).glyphs[0]?.path.toSVG() ?? '', font.unitsPerEm),
    cutDownTo: (characters) => subsetFont(bytes, characters, { targetFormat: 'truetype' }),
  };
}

/** One character, one glyph: no ligature or variant that the text layer would not know. */
export const noFeatures = { liga: false, clig: false, calt: false, ccmp: false, locl: false, kern: false };

/** From an SVG path. Curves of TrueType have one control point, those of PDF two: two thirds of the way to it from each end. */
function outlineOf(path: string, unitsPerEm: number): OutlineStep[] {
  let [x, y] = [0, 0];
  return [...path.matchAll(/([MLQCZ])([^MLQCZ]*)/g)].map(([, command = '', numbers = '']): OutlineStep => {
    const points = (numbers.match(/-?[\d.]+/g) ?? []).map((number) => Number(number) / unitsPerEm);
    const [startX, startY] = [x, y];
    [x = x, y = y] = points.slice(-2);
    if (command === 'Z') return { draw: 'h', points: [] };
    if (command !== 'Q') return { draw: command === 'M' ? 'm' : command === 'L' ? 'l' : 'c', points };
    const [controlX = 0, controlY = 0] = points;
    const towards = (from: number, control: number) => from + (2 / 3) * (control - from);
    return {
      draw: 'c',
      points: [
        towards(startX, controlX),
        towards(startY, controlY),
        towards(x, controlX),
        towards(y, controlY),
        x,
        y,
      ],
    };
  });
}
