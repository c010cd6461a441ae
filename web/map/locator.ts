import type { Sketch } from '../../api/city/schema.ts';
import type { LonLat, LonLatBounds, Pixel, PixelSize } from './mercator.ts';
import { pixelOf, viewOfBounds } from './mercator.ts';
import type { Box } from './box.ts';
import { boxAround, touchesAny } from './box.ts';
import { unitedBounds, boundsOf } from './outline.ts';
import { textWidthPx } from './text-width.ts';

/** A still picture of the city, for devices that draw no map: outlines as path data and a way to place things on it. */
export type Locator = { counties: { code: string; path: string }[]; pixelOf: (position: LonLat) => Pixel };

const padding = { top: 8, right: 8, bottom: 8, left: 8 };

export function locatorOf(sketch: Sketch, extent: LonLatBounds, size: PixelSize): Locator {
  const counties = sketch.features.flatMap(({ properties, geometry }) => {
    if (properties.kind !== 'county' || geometry.type !== 'Polygon') return [];
    return [{ code: properties.code ?? '', rings: geometry.coordinates }];
  });
  const bounds = unitedBounds(counties.map(({ rings }) => boundsOf(rings))) ?? extent;
  const view = viewOfBounds(bounds, { size, padding }, 22);
  const place = (position: LonLat) => pixelOf(position, view, size);
  return {
    counties: counties.map(({ code, rings }) => ({
      code,
      path: rings.map((ring) => ringPath(ring.map(place))).join(''),
    })),
    pixelOf: place,
  };
}

export type NamedMark = Pixel & { name: string; radius: number };

const nameFontPx = 12;
const nameHeightPx = 14;
/** Kept free around another mark: its ring and a little air. */
const airPx = 4;

/**
 * Where the middle of each mark's name stands on a picture so wide: below it, else above, right or left, wherever it
 * touches nothing and is not cut off.
 */
export function namePlaces<Mark extends NamedMark>(
  marks: Mark[],
  pictureWidthPx = Infinity,
): (Mark & { nameAt: Pixel })[] {
  const circles = marks.map((mark) => {
    const sidePx = 2 * (mark.radius + airPx);
    return { mark, box: boxAround(mark, sidePx, sidePx) };
  });
  const taken: Box[] = [];
  return marks.map((mark) => {
    const width = textWidthPx(mark.name, nameFontPx) + 4;
    const [below, ...others] = placesAround(mark, width);
    const neighbours = circles.filter((circle) => circle.mark !== mark).map(({ box }) => box);
    const boxAt = (at: Pixel) => boxAround(at, width, nameHeightPx);
    const isFree = (at: Pixel) => {
      const box = boxAt(at);
      const whole = box.left >= 0 && box.right <= pictureWidthPx;
      return whole && !touchesAny(box, [...neighbours, ...taken]);
    };
    const nameAt = [below, ...others].find(isFree) ?? below;
    taken.push(boxAt(nameAt));
    return { ...mark, nameAt };
  });
}

function placesAround({ x, y, radius }: NamedMark, width: number): [Pixel, Pixel, Pixel, Pixel] {
  const up = radius + 11;
  const aside = radius + 4 + width / 2;
  return [
    { x, y: y + up },
    { x, y: y - up },
    { x: x + aside, y },
    { x: x - aside, y },
  ];
}

function ringPath(points: Pixel[]): string {
  return `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;
}
