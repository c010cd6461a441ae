import { deflateSync } from 'node:zlib';
import { PdfArray, PdfDict, PdfName, PdfNumber, type PdfRef, PdfStream, type PDF } from '@libpdf/core';

/** 落款: what people see in a signature field. Strokes lie in the unit square, from its upper left corner. */
export type Mark = { strokes: Stroke[]; seal: boolean; name?: PrintedName; picture?: SealPicture };

/** 印章图片: three bytes of colour and one of opacity for each pixel, row by row. It looks like a seal and is none. */
export type SealPicture = { width: number; height: number; colours: Uint8Array; opacity: Uint8Array };

/**
 * 改用打字: a name in print, as outlines: no font goes into the field. Points in parts of the letters' height, from the left
 * end of the base line upwards; `width` of all of them together.
 */
export type PrintedName = { width: number; outlines: OutlineStep[] };
/** A step of an outline as PDF draws it (ISO 32000-1, 8.5.2): move, line, Bézier curve, close. */
export type OutlineStep = { draw: 'm' | 'l' | 'c' | 'h'; points: number[] };

export type Stroke = { x: number; y: number }[];

/** Blue-black ink and cinnabar, red, green and blue from 0 to 1. */
const ink = '0.05 0.1 0.35';
const cinnabar = '0.78 0.12 0.12';
const inkWidthPoints = 1.4;
const ringWidthPoints = 2.2;
/** How far the strokes keep from the field's edge. */
const marginPoints = 4;

/**
 * Draws the mark as the field's own appearance (ISO 32000-1, 12.5.5): nothing of the page is touched.
 * `size` in points. The demonstration's seal is a ring and a star without a name: nobody's real seal.
 */
export function drawMark(pdf: PDF, mark: Mark, size: { width: number; height: number }): PdfRef {
  const drawing = [
    'q',
    ...(mark.picture === undefined ? [] : picturePath(mark.picture, size)),
    ...(mark.seal ? sealPath(size) : []),
    ...(mark.name === undefined ? [] : namePath(mark.name, size)),
    ...inkPath(mark.strokes, size),
    'Q',
  ].join('\n');
  const dictionary = {
    Type: PdfName.of('XObject'),
    Subtype: PdfName.of('Form'),
    BBox: new PdfArray([0, 0, size.width, size.height].map((side) => PdfNumber.of(side))),
    Resources: PdfDict.of(
      mark.picture === undefined ? {} : { XObject: PdfDict.of({ Seal: pictureObject(pdf, mark.picture) }) },
    ),
  };
  return pdf.register(PdfStream.fromDict(dictionary, new TextEncoder().encode(drawing)));
}

/** As large as the field takes it, in its middle; strokes and a name go over it. */
function picturePath({ width, height }: SealPicture, size: { width: number; height: number }): string[] {
  const scale = Math.min((size.width - 2 * marginPoints) / width, (size.height - 2 * marginPoints) / height);
  const [wide, high] = [width * scale, height * scale];
  const place = [wide, 0, 0, high, (size.width - wide) / 2, (size.height - high) / 2];
  return ['q', `${place.map((number) => number.toFixed(3)).join(' ')} cm`, '/Seal Do', 'Q'];
}

/** An image with its own opacity (ISO 32000-1, 11.6.5.3). */
function pictureObject(pdf: PDF, { width, height, colours, opacity }: SealPicture): PdfRef {
  const image = (space: string, samples: Uint8Array, more: Record<string, PdfRef> = {}) =>
    pdf.register(
      PdfStream.fromDict(
        {
          Type: PdfName.of('XObject'),
          Subtype: PdfName.of('Image'),
          Width: PdfNumber.of(width),
          Height: PdfNumber.of(height),
          ColorSpace: PdfName.of(space),
          BitsPerComponent: PdfNumber.of(8),
          Filter: PdfName.of('FlateDecode'),
          ...more,
        },
        deflateSync(samples),
      ),
    );
  return image('DeviceRGB', colours, { SMask: image('DeviceGray', opacity) });
}

function inkPath(strokes: Stroke[], size: { width: number; height: number }): string[] {
  const at = ({ x, y }: { x: number; y: number }) =>
    `${(marginPoints + x * (size.width - 2 * marginPoints)).toFixed(2)} ${(
      size.height -
      marginPoints -
      y * (size.height - 2 * marginPoints)
    ).toFixed(2)}`;
  const paths = strokes
    .filter((stroke) => stroke.length > 1)
    .map((stroke) => stroke.map((point, index) => `${at(point)} ${index === 0 ? 'm' : 'l'}`).join(' '));
  return [`${ink} RG ${inkWidthPoints} w 1 J 1 j`, ...paths.map((path) => `${path} S`)];
}

/** As large as the field takes it, in its middle. */
function namePath({ width, outlines }: PrintedName, size: { width: number; height: number }): string[] {
  const letter = Math.min((size.width - 4 * marginPoints) / width, size.height / 2);
  const [left, base] = [(size.width - letter * width) / 2, (size.height - letter * 0.76) / 2];
  const at = (value: number, index: number) => (value * letter + (index % 2 === 0 ? left : base)).toFixed(2);
  const steps = outlines.map(({ draw, points }) => [...points.map(at), draw].join(' '));
  return [`${ink} rg`, ...steps, 'f'];
}

/** A ring of four Bézier quarters and a star of five points. */
function sealPath({ width, height }: { width: number; height: number }): string[] {
  const radius = Math.min(width, height) / 2 - ringWidthPoints;
  const [x, y] = [width / 2, height / 2];
  const handle = radius * 0.5523;
  const curve = (...numbers: number[]) => `${numbers.map((number) => number.toFixed(2)).join(' ')} c`;
  const star = Array.from({ length: 10 }, (_, index) => {
    const angle = Math.PI / 2 + (index * Math.PI) / 5;
    const reach = radius * (index % 2 === 0 ? 0.42 : 0.16);
    const point = `${(x + reach * Math.cos(angle)).toFixed(2)} ${(y + reach * Math.sin(angle)).toFixed(2)}`;
    return `${point} ${index === 0 ? 'm' : 'l'}`;
  });
  return [
    `${cinnabar} RG ${cinnabar} rg ${ringWidthPoints} w`,
    `${(x + radius).toFixed(2)} ${y.toFixed(2)} m`,
    curve(x + radius, y + handle, x + handle, y + radius, x, y + radius),
    curve(x - handle, y + radius, x - radius, y + handle, x - radius, y),
    curve(x - radius, y - handle, x - handle, y - radius, x, y - radius),
    curve(x + handle, y - radius, x + radius, y - handle, x + radius, y),
    'S',
    ...star,
    'f',
  ];
}
