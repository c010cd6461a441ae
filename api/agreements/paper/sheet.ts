import type { Weight } from './typefaces.ts';

/** A4 in points (1/72 inch). The measure holds 39 characters of the body's size: 公文 and contracts set whole characters. */
export const sheet = {
  width: 595.28,
  height: 841.89,
  left: 63.64,
  measure: 468,
  top: 100,
  bottom: 772,
} as const;

/** Red, green and blue from 0 to 1; the portal's own colours, as the look has them. */
export const colours = {
  ink: [0.086, 0.129, 0.18],
  muted: [0.322, 0.376, 0.455],
  hairline: [0.835, 0.863, 0.898],
  stripe: [0.961, 0.969, 0.976],
  brand: [0.071, 0.314, 0.482],
  brandTint: [0.914, 0.945, 0.969],
  brandEdge: [0.612, 0.761, 0.863],
  watermark: [0.973, 0.902, 0.89],
} satisfies Record<string, [number, number, number]>;
export type Colour = keyof typeof colours;

/** Points from the upper left corner of a sheet, or of a row until it has its place; y grows downwards. */
export type Point = { x: number; y: number };

/** A place for a signature, from its upper left corner. */
export type Reserved = Point & { name: string; width: number; height: number };

/** Characters on one baseline; `gap` in points is added behind each (or taken away). `turn` in degrees, counterclockwise. */
export type Words = {
  kind: 'words';
  x: number;
  y: number;
  size: number;
  weight: Weight;
  colour: Colour;
  glyphs: { char: string; gap: number }[];
  turn: number;
};

export type Area = {
  kind: 'area';
  x: number;
  y: number;
  width: number;
  height: number;
  colour: Colour;
};

/** Closed rings, filled by the even-odd rule, so that a hole stays empty. */
export type Rings = {
  kind: 'rings';
  rings: Point[][];
  fill: Colour | null;
  line: { colour: Colour; width: number } | null;
};

export type Drawing = Words | Area | Rings;

export type Sheet = { drawings: Drawing[]; fields: Reserved[] };

export function moved(drawing: Drawing, by: Point): Drawing {
  if (drawing.kind !== 'rings') return { ...drawing, x: drawing.x + by.x, y: drawing.y + by.y };
  const rings = drawing.rings.map((ring) => ring.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })));
  return { ...drawing, rings };
}

export function frame(x: number, y: number, size: { width: number; height: number }): Rings {
  const [right, bottom] = [x + size.width, y + size.height];
  const ring = [
    { x, y },
    { x: right, y },
    { x: right, y: bottom },
    { x, y: bottom },
  ];
  return { kind: 'rings', rings: [ring], fill: null, line: { colour: 'hairline', width: 0.75 } };
}
