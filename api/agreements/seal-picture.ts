import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { examineInProcess } from '../attachments/examine-in-process.ts';
import type { AttachmentRefusal } from '../attachments/terms.ts';
import type { AppError } from '../errors.ts';
import type { SealPicture } from '../signatures/mark.ts';
import { refusedFor } from './refused-for.ts';
import type { SigningReason } from './terms.ts';

/** 印章图片 as it goes into the file; `sha256` of its pixels stands in the events. */
export type ReadPicture = { pixels: SealPicture; sha256: string };

const mostBytes = 500 * 1024;
const mostSide = 3000;
/** The field is less than 60 mm wide: this is 300 dots for each inch of it. */
const keptSide = 700;

/**
 * Redraws a picture of a seal, read in a process of its own: nothing of the file but its pixels goes on. Null for none.
 * @throws AppError `refused-by-rule` (422) with what to do: too large, no PNG or JPEG, more than one picture, damaged,
 * or nothing on it that is seen on paper.
 */
export async function readSealPicture(digits: string | undefined): Promise<ReadPicture | null> {
  if (digits === undefined) return null;
  const bytes = Buffer.from(digits, 'base64');
  if (bytes.length > mostBytes)
    throw refused('picture-too-large', '印章图片超过 500 KB，请压缩或缩小后再传。');
  const isPng = bytes.toString('hex', 0, 8) === '89504e470d0a1a0a';
  if (!isPng && bytes.toString('hex', 0, 3) !== 'ffd8ff')
    throw refused('picture-format', '印章图片只收 PNG 或 JPEG，请另存为 PNG 后再传。');
  if (isPng && isAnimated(bytes))
    throw refused('picture-moves', '印章图片不能是动图，请另存为只有一帧的 PNG 后再传。');
  const examined = await examineInProcess(bytes, undefined);
  if (!examined.ok)
    throw huge.includes(examined.refusal) ? tooManyPixels() : refused('picture-damaged', damaged);
  const image = sharp(examined.bytes, { failOn: 'error' });
  const { width, height } = await image.metadata();
  if (width > mostSide || height > mostSide) throw tooManyPixels();
  const { data, info } = await image
    .resize({ width: keptSide, height: keptSide, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (!isSeen(data))
    throw refused('picture-unseen', '印章图片上没有可以看见的内容（全透明或全白），请换一张再传。');
  return {
    pixels: { width: info.width, height: info.height, ...inPlanes(data) },
    sha256: createHash('sha256').update(data).digest('hex'),
  };
}

const damaged = '印章图片已损坏，无法读取，请重新导出为 PNG 后再传。';
const huge: readonly AttachmentRefusal[] = ['too-many-pixels', 'too-large-inside'];

/** APNG: the chunk that says how many pictures there are stands before the first of them. */
function isAnimated(png: Buffer): boolean {
  const [control, data] = [png.indexOf('acTL', 8, 'latin1'), png.indexOf('IDAT', 8, 'latin1')];
  return control !== -1 && control < data;
}

/** So much darker than paper, of 255, and on so large a part of the picture: less is no mark that anybody sees. */
const leastContrast = 48;
const leastPart = 1 / 1000;

/** Whether enough of it stands out from white paper, with its opacity. */
function isSeen(samples: Buffer): boolean {
  let seen = 0;
  for (let at = 0; at < samples.length; at += 4) {
    const darkest = Math.min(samples[at] ?? 255, samples[at + 1] ?? 255, samples[at + 2] ?? 255);
    const opacity = (samples[at + 3] ?? 255) / 255;
    if ((255 - darkest) * opacity >= leastContrast) seen += 1;
  }
  return seen >= (samples.length / 4) * leastPart;
}

function inPlanes(samples: Buffer): Pick<SealPicture, 'colours' | 'opacity'> {
  const pixels = samples.length / 4;
  const [colours, opacity] = [new Uint8Array(pixels * 3), new Uint8Array(pixels)];
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    colours.set(samples.subarray(pixel * 4, pixel * 4 + 3), pixel * 3);
    opacity[pixel] = samples[pixel * 4 + 3] ?? 255;
  }
  return { colours, opacity };
}

function tooManyPixels(): AppError {
  const detail = `印章图片超过 ${mostSide}×${mostSide} 像素，请缩小后再传。`;
  const errors = [{ path: 'sealPicture', message: detail }];
  return refusedFor('picture-pixels', 'refused-by-rule', { detail, errors, about: String(mostSide) });
}

function refused(reason: SigningReason, message: string): AppError {
  return refusedFor(reason, 'refused-by-rule', {
    detail: message,
    errors: [{ path: 'sealPicture', message }],
  });
}
