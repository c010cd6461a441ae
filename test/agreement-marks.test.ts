import sharp from 'sharp';
import { expect, it } from 'vitest';
import { drawPaper } from '../api/agreements/paper/paper.ts';
import { printedName } from '../api/agreements/paper/printed-name.ts';
import { readSealPicture } from '../api/agreements/seal-picture.ts';
import { Undrawable } from '../api/agreements/paper/undrawable.ts';
import { letterOfIntent, paperOptions } from './support/agreement-texts.ts';
import { addedInk, pixelsPerPoint, rasterOf } from './support/paper-ink.ts';
import { makeTrust, signAs } from './support/signed-agreement.ts';

it('a typed name is drawn into the field as outlines, as wide as its letters, and nowhere else', async () => {
  const trust = await makeTrust();
  const [credential] = trust.parties;
  const { bytes, fields } = await drawPaper(letterOfIntent, paperOptions);
  const [field] = fields;
  if (credential === undefined || field === undefined) throw new Error('there is a party and a field');
  const mark = { strokes: [], seal: false, name: printedName('林国栋') };
  const signed = await signAs(trust, credential, { bytes, field: field.name, mark });
  const [before, after] = [rasterOf(bytes, field.page), rasterOf(signed.bytes, field.page)];
  const { columns, outside } = addedInk(before, after, field.rect);
  const { width, height } = field.rect;
  expect(outside).toBe(0);
  // Three letters, each about half the field high or a third of it wide.
  const letter = Math.min((width - 16) / 3, height / 2);
  expect(columns.size).toBeGreaterThan(2.2 * letter);
  expect(Math.max(...columns) - Math.min(...columns)).toBeLessThan(3.2 * letter);
}, 60_000);

it('a letter that the font has not is refused by name', () => {
  expect(() => printedName('林😀')).toThrow(Undrawable);
});

/** A ring and a bar of cinnabar on nothing, as seals are scanned; of points, since the portal takes no drawings (SVG). */
function seal(side: number) {
  const points = Buffer.alloc(side * side * 4);
  for (let at = 0; at < side * side; at += 1) {
    const [x, y] = [((at % side) / side) * 100 - 50, (Math.floor(at / side) / side) * 100 - 50];
    const isRing = Math.abs(Math.hypot(x, y) - 46) <= 3;
    const isBar = Math.abs(x) <= 30 && Math.abs(y) <= 6;
    if (isRing || isBar) points.writeUInt32BE(0xc8201fff, at * 4);
  }
  return sharp(points, { raw: { width: side, height: side, channels: 4 } });
}
const sent = async (image: Promise<Buffer>) => readSealPicture((await image).toString('base64'));

it('a picture of a seal stands in the middle of its field, and what is behind it shows through', async () => {
  const trust = await makeTrust();
  const [credential] = trust.parties;
  const { bytes, fields } = await drawPaper(letterOfIntent, paperOptions);
  const [field] = fields;
  const picture = await sent(seal(1400).png().toBuffer());
  if (credential === undefined || field === undefined || picture === null) throw new Error('all are there');
  expect([picture.pixels.width, picture.pixels.height]).toEqual([700, 700]);
  const mark = { strokes: [], seal: false, picture: picture.pixels };
  const signed = await signAs(trust, credential, { bytes, field: field.name, mark });
  const [before, after] = [rasterOf(bytes, field.page), rasterOf(signed.bytes, field.page)];
  const { left, bottom, width, height } = field.rect;
  const side = Math.min(width, height) - 8;
  const changed = (x: number, y: number) => {
    const column = Math.round((left + width / 2 + x * side) * pixelsPerPoint);
    const row = after.height - Math.round((bottom + height / 2 + y * side) * pixelsPerPoint);
    const at = row * after.width + column;
    return (after.dark[at] ?? 0) - (before.dark[at] ?? 0);
  };
  // The bar, the ring at its top; between them, in the corner and far beside nothing.
  for (const [x, y] of [
    [0, 0],
    [0.25, 0],
    [0, 0.46],
    [0, -0.46],
  ] as const)
    expect(changed(x, y), `${x} ${y}`).toBeGreaterThan(80);
  for (const [x, y] of [
    [0.1, 0.25],
    [0.45, 0.45],
    [-0.45, -0.45],
    [0.6, 0],
  ] as const)
    expect(changed(x, y), `${x} ${y}`).toBe(0);
}, 60_000);

it.each([
  ['of another format', seal(100).webp().toBuffer(), '只收 PNG 或 JPEG'],
  ['with too many pixels', seal(3001).png().toBuffer(), '3000×3000'],
  [
    'cut off',
    seal(200)
      .png()
      .toBuffer()
      .then((file) => file.subarray(0, file.length / 2)),
    '已损坏',
  ],
  [
    'that moves',
    seal(100)
      .png()
      .toBuffer()
      .then((file) =>
        Buffer.concat([file.subarray(0, 33), Buffer.from('\0\0\0\x08acTL'), file.subarray(33)]),
      ),
    '动图',
  ],
  ['of more than 500 KB', Promise.resolve(Buffer.alloc(500 * 1024 + 1)), '500 KB'],
])(
  'a picture of a seal %s is refused with what to do',
  async (_, image, remedy) => {
    await expect(sent(image)).rejects.toThrow(remedy);
  },
  60_000,
);

it('a picture of a seal from a camera is taken as well, upright and without what else the file held', async () => {
  const camera = sharp({ create: { width: 60, height: 40, channels: 3, background: '#c8201f' } });
  const picture = await sent(camera.withMetadata({ orientation: 6 }).jpeg().toBuffer());
  expect([picture?.pixels.width, picture?.pixels.height]).toEqual([40, 60]);
  expect(picture?.pixels.opacity.every((value) => value === 255)).toBe(true);
}, 60_000);

it.each([
  ['clear', { r: 0, g: 0, b: 0, alpha: 0 }],
  ['nearly clear', { r: 200, g: 32, b: 31, alpha: 0.1 }],
  ['white', { r: 255, g: 255, b: 255, alpha: 1 }],
])('a picture that is %s all over is no mark that is seen', async (_, background) => {
  const image = sharp({ create: { width: 60, height: 60, channels: 4, background } })
    .png()
    .toBuffer();
  await expect(sent(image)).rejects.toThrow('没有可以看见的内容');
});
