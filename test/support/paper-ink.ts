import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PDF } from '@libpdf/core';
import fontkit from '@pdf-lib/fontkit';
import sharp from 'sharp';

/** Pixels of a sheet, dark from 0 to 255, as poppler draws it. */
export type Raster = { width: number; height: number; dark: Uint8Array };

const dotsPerInch = 144;
export const pixelsPerPoint = dotsPerInch / 72;

const fonts = {
  Regular: fontOf('400Regular/NotoSansSC_400Regular.ttf'),
  Bold: fontOf('700Bold/NotoSansSC_700Bold.ttf'),
};

function fontOf(file: string) {
  const path = fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans-sc/${file}`));
  return fontkit.create(readFileSync(path));
}

export function rasterOf(bytes: Uint8Array, page: number): Raster {
  const number = String(page + 1);
  const picture = execFileSync(
    'pdftoppm',
    ['-gray', '-r', String(dotsPerInch), '-f', number, '-l', number, '-'],
    {
      input: bytes,
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  // Portable graymap: "P5", width and height, the largest value, then a byte for each pixel.
  const [, width, height] =
    /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(picture.subarray(0, 40).toString('latin1')) ?? [];
  const size = { width: Number(width), height: Number(height) };
  const pixels = picture.subarray(picture.length - size.width * size.height);
  return { ...size, dark: Uint8Array.from(pixels, (light) => 255 - light) };
}

type Rect = { left: number; bottom: number; width: number; height: number };

/** Where a field (points from the lower left corner) became darker: its columns, a point each, from its left; and pixels outside it. */
export function addedInk(before: Raster, after: Raster, { left, bottom, width, height }: Rect) {
  const columns = new Set<number>();
  let outside = 0;
  after.dark.forEach((dark, index) => {
    if (dark <= (before.dark[index] ?? 0) + 60) return;
    const x = (index % after.width) / pixelsPerPoint - left;
    const y = (after.height - Math.floor(index / after.width)) / pixelsPerPoint - bottom;
    if (x < 0 || y < 0 || x > width || y > height) outside += 1;
    else columns.add(Math.floor(x));
  });
  return { columns, outside };
}

/** Characters of the text layer with their place from the lower left corner in points, as a reader that draws nothing has them. */
export async function charactersOf(bytes: Uint8Array) {
  const pages = (await PDF.load(bytes)).getPages();
  return pages.map((page) =>
    page
      .extractText()
      .lines.flatMap(({ spans }) => spans.flatMap(({ chars }) => chars))
      .filter(({ char }) => char.trim() !== ''),
  );
}

const readsSvg = { operation: ['VipsForeignLoadSvg'] };

/** What the paper's own font would leave dark, as another program draws its outlines. */
async function expectedRaster(
  characters: Awaited<ReturnType<typeof charactersOf>>[number],
  { width, height }: Raster,
): Promise<Uint8Array> {
  const paths = characters.map(({ char, bbox, baseline, fontSize, fontName }) => {
    const font = fontName.includes('Bold') ? fonts.Bold : fonts.Regular;
    const [glyph] = font.layout(char).glyphs;
    const scale = (fontSize * pixelsPerPoint) / font.unitsPerEm;
    const [x, y] = [bbox.x * pixelsPerPoint, height - baseline * pixelsPerPoint];
    const outline = glyph !== undefined && hasPath(glyph) ? glyph.path.toSVG() : '';
    return `<path transform="translate(${x} ${y}) scale(${scale} ${-scale})" d="${outline}"/>`;
  });
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/>${paths.join('')}</svg>`;
  // The portal reads no SVG, in whatever test it was loaded before.
  sharp.unblock(readsSvg);
  const light = await sharp(Buffer.from(picture), { unlimited: true })
    .toColourspace('b-w')
    .raw()
    .toBuffer()
    .finally(() => sharp.block(readsSvg));
  return Uint8Array.from({ length: width * height }, (_, index) => 255 - (light[index] ?? 255));
}

/** The font's own types leave the outline out. */
function hasPath(glyph: object): glyph is { path: { toSVG: () => string } } {
  return 'path' in glyph;
}

/** Characters of which the first `count` pages show less than `leastShare` of the ink that they have in the font. */
export async function blankCharacters(
  bytes: Uint8Array,
  count: number,
): Promise<{ blank: string[]; seen: number }> {
  const blank: string[] = [];
  let seen = 0;
  for (const [page, all] of (await charactersOf(bytes)).slice(0, count).entries()) {
    // The mark of a draft is turned, which the reader does not say.
    const characters = all.filter(({ fontSize }) => fontSize < 100);
    const raster = rasterOf(bytes, page);
    const expected = await expectedRaster(characters, raster);
    for (const character of characters) {
      seen += 1;
      if (shownShare(character, raster, expected) < leastShare) blank.push(character.char);
    }
  }
  return { blank, seen };
}

/** Two programs round the edges of small glyphs differently; another glyph in the same place shares far less. */
const leastShare = 0.6;

function shownShare(
  { bbox, baseline, fontSize }: { bbox: { x: number; width: number }; baseline: number; fontSize: number },
  raster: Raster,
  expected: Uint8Array,
): number {
  const [left, right] = [bbox.x, bbox.x + bbox.width].map((x) => Math.round(x * pixelsPerPoint));
  const [top, bottom] = [baseline + fontSize, baseline - fontSize * 0.3].map((y) =>
    Math.round(raster.height - y * pixelsPerPoint),
  );
  let [wanted, shown] = [0, 0];
  for (let y = top ?? 0; y < (bottom ?? 0); y += 1)
    for (let x = left ?? 0; x < (right ?? 0); x += 1) {
      const index = y * raster.width + x;
      if ((expected[index] ?? 0) < 150) continue;
      wanted += 1;
      if (isDarkAbout(raster, index)) shown += 1;
    }
  return wanted === 0 ? 1 : shown / wanted;
}

/** Here or a pixel beside it. Muted text is lighter than the rest; tints, and lines under what was filled in, lighter still. */
function isDarkAbout({ dark, width }: Raster, index: number): boolean {
  return [0, -1, 1, -width, width].some((step) => (dark[index + step] ?? 0) > 90);
}
