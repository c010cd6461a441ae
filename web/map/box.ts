import type { Pixel } from './mercator.ts';

/** A rectangle on the screen, pixels. */
export type Box = { left: number; top: number; right: number; bottom: number };

export function boxAround({ x, y }: Pixel, width: number, height: number): Box {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

export function boxesTouch(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export function touchesAny(box: Box, others: Box[]): boolean {
  return others.some((other) => boxesTouch(box, other));
}

export function liesWithin(box: Box, { left, top, right, bottom }: Box): boolean {
  return box.left >= left && box.top >= top && box.right <= right && box.bottom <= bottom;
}
