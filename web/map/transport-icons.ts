import type { TransportNode } from '../../api/city/schema.ts';
import type { MapImage } from './images.ts';
import type { Pixel } from './mercator.ts';

type Kind = TransportNode['kind'];
type Stroke = Pixel[];

/** Side of an icon on the map, pixels: a white disc with a glyph. */
export const transportIconPx = 18;
const ratio = 2;
const strokePx = 1.3;
const rim = [91, 104, 120] as const;
const paper = [255, 255, 255] as const;

const train = ['6,5 12,5 12,11 6,11 6,5', '6,8 12,8', '7,11 5.5,13.5', '11,11 12.5,13.5'];

/** Drawn for this map on a square of 18: each text is a line from point to point. */
const glyphs: Record<Kind, string[]> = {
  rail: train,
  'highspeed-rail': train,
  'freight-rail': [
    '4.5,6 8.2,6 8.2,10.5 4.5,10.5 4.5,6',
    '9.8,6 13.5,6 13.5,10.5 9.8,10.5 9.8,6',
    '4,12.5 14,12.5',
  ],
  interchange: ['7,14 7,4', '11,14 11,4', '7,10.5 4.2,7', '11,7.5 13.8,11'],
  airport: ['9,4 9,14', '9,7.6 4,10.4', '9,7.6 14,10.4', '9,12.4 6.8,14', '9,12.4 11.2,14'],
  port: ['9,6 9,14', '6.8,7.4 11.2,7.4', '4.6,10 5.6,12.6 9,14 12.4,12.6 13.4,10', '9,4 10,5 9,6 8,5 9,4'],
  'bonded-zone': [
    '4.5,13.5 4.5,7.4 9,4.8 13.5,7.4 13.5,13.5 4.5,13.5',
    '7.2,13.5 7.2,9.6 10.8,9.6 10.8,13.5',
  ],
};

/** Every kind's image by its name in the style, made from its lines so that nothing is fetched or read off a canvas. */
export function transportImages(): [name: string, image: MapImage][] {
  return Object.entries(glyphs).map(([kind, strokes]) => [`transport-${kind}`, badge(strokes.map(pointsOf))]);
}

export const transportImageRatio = ratio;

function badge(strokes: Stroke[]): MapImage {
  const side = transportIconPx * ratio;
  const data = new Uint8ClampedArray(side * side * 4);
  for (let index = 0; index < side * side; index += 1) {
    const point = { x: ((index % side) + 0.5) / ratio, y: (Math.floor(index / side) + 0.5) / ratio };
    data.set(shade(point, strokes), index * 4);
  }
  return { width: side, height: side, data };
}

/** A disc with a rim, its strokes in the colour of the rim. */
function shade(point: Pixel, strokes: Stroke[]): number[] {
  const middle = transportIconPx / 2;
  const fromMiddle = Math.hypot(point.x - middle, point.y - middle);
  const disc = covered(middle - 0.5 - fromMiddle);
  const edge = covered(0.5 - Math.abs(middle - 1 - fromMiddle));
  const line = covered(strokePx / 2 - Math.min(...strokes.map((stroke) => distance(point, stroke))));
  const dark = Math.max(edge, line);
  const mixed = paper.map((white, channel) => white + ((rim[channel] ?? 0) - white) * dark);
  return [...mixed, 255 * disc];
}

/** Share of a pixel that lies within an edge so many pixels away. */
function covered(insidePx: number): number {
  return Math.min(1, Math.max(0, 0.5 + insidePx * ratio));
}

function pointsOf(line: string): Stroke {
  return line.split(' ').map((point) => {
    const [x = 0, y = 0] = point.split(',').map(Number);
    return { x, y };
  });
}

function distance({ x, y }: Pixel, stroke: Stroke): number {
  return stroke.slice(1).reduce((nearest, end, index) => {
    const start = stroke[index] ?? end;
    const along = { x: end.x - start.x, y: end.y - start.y };
    const share = ((x - start.x) * along.x + (y - start.y) * along.y) / (along.x ** 2 + along.y ** 2);
    const kept = Math.min(1, Math.max(0, share));
    return Math.min(nearest, Math.hypot(x - start.x - kept * along.x, y - start.y - kept * along.y));
  }, Infinity);
}
