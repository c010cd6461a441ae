import { footprintPath } from '../footprint.ts';
import { qrCode } from './qr.ts';
import type { ShareCard } from './share-card.ts';
import { cardSize, fitted, wrapped } from './share-card.ts';

const fonts = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const ink = '#16212e';
const muted = '#5b6878';
const marginPx = 72;
const pictureHeightPx = 480;
const innerPx = cardSize.width - 2 * marginPx;

/** The share picture as PNG; null where the browser gives no canvas. Drawn by hand: no page content leaves the device. */
export function drawCard(card: ShareCard): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = cardSize.width;
  canvas.height = cardSize.height;
  const context = canvas.getContext('2d');
  if (context === null) return Promise.resolve(null);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, cardSize.width, cardSize.height);
  context.textBaseline = 'top';
  drawFootprint(context, card);
  const titleEnds = drawTitle(context, card);
  drawFigures(context, card, titleEnds + 28);
  drawFoot(context, card);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function drawFootprint(context: CanvasRenderingContext2D, card: ShareCard): void {
  const sizePx = 440;
  context.fillStyle = '#f3f1eb';
  context.fillRect(0, 0, cardSize.width, pictureHeightPx);
  context.save();
  context.translate((cardSize.width - sizePx) / 2, (pictureHeightPx - sizePx) / 2);
  const outline = new Path2D(footprintPath(card.footprint, sizePx));
  context.fillStyle = card.colour ?? '#ffffff';
  context.fill(outline);
  context.lineWidth = 4;
  context.strokeStyle = card.colour === null ? muted : '#12507b';
  context.stroke(outline);
  context.restore();
  write(context, card.site, { x: marginPx, y: 32, sizePx: 30, colour: muted });
  if (card.sample !== '') drawTag(context, card.sample);
}

function drawTag(context: CanvasRenderingContext2D, text: string): void {
  context.font = `400 28px ${fonts}`;
  const widthPx = context.measureText(text).width + 36;
  const x = cardSize.width - marginPx - widthPx;
  context.fillStyle = '#ffffff';
  context.fillRect(x, 24, widthPx, 48);
  context.lineWidth = 2;
  context.strokeStyle = '#9aa8b8';
  context.strokeRect(x, 24, widthPx, 48);
  write(context, text, { x: x + 18, y: 32, sizePx: 28, colour: ink });
}

/** Answers where it ends, in pixels from the top. */
function drawTitle(context: CanvasRenderingContext2D, card: ShareCard): number {
  context.font = `700 56px ${fonts}`;
  const measure = (text: string) => context.measureText(text).width;
  const lines = wrapped(card.title, { widthPx: innerPx, most: 2, measure });
  lines.forEach((line, index) =>
    write(context, line, {
      x: marginPx,
      y: pictureHeightPx + 40 + index * 70,
      sizePx: 56,
      bold: true,
      colour: ink,
    }),
  );
  const y = pictureHeightPx + 40 + lines.length * 70 + 8;
  write(context, `${card.status}  ${card.place}`, { x: marginPx, y, sizePx: 30, colour: muted });
  return y + 44;
}

function drawFigures(context: CanvasRenderingContext2D, { figures }: ShareCard, top: number): void {
  const rowPx = 72;
  figures.forEach(({ label, value }, index) => {
    const y = top + index * rowPx;
    context.fillStyle = '#d5dce5';
    context.fillRect(marginPx, y, innerPx, 2);
    write(context, label, { x: marginPx, y: y + 20, sizePx: 32, colour: muted, mostPx: innerPx / 2 });
    context.font = `700 36px ${fonts}`;
    const widthPx = Math.min(context.measureText(value).width, innerPx / 2);
    const x = cardSize.width - marginPx - widthPx;
    write(context, value, { x, y: y + 17, sizePx: 36, bold: true, colour: ink, mostPx: innerPx / 2 });
  });
}

function drawFoot(context: CanvasRenderingContext2D, card: ShareCard): void {
  const sizePx = 220;
  const y = cardSize.height - sizePx - 48;
  const code = qrCode(card.link);
  context.save();
  context.translate(cardSize.width - marginPx - sizePx, y);
  context.scale(sizePx / code.size, sizePx / code.size);
  context.fillStyle = '#000000';
  context.fill(new Path2D(code.path));
  context.restore();
  const mostPx = innerPx - sizePx - 32;
  write(context, card.scan, { x: marginPx, y: y + 24, sizePx: 34, bold: true, colour: ink, mostPx });
  card.notes.forEach((note, index) =>
    write(context, note, { x: marginPx, y: y + 84 + index * 40, sizePx: 26, colour: muted, mostPx }),
  );
}

type Writing = { x: number; y: number; sizePx: number; colour: string; bold?: boolean; mostPx?: number };

function write(context: CanvasRenderingContext2D, text: string, writing: Writing): void {
  const { x, y, sizePx, colour, bold = false, mostPx = innerPx } = writing;
  context.font = `${bold ? 700 : 400} ${sizePx}px ${fonts}`;
  context.fillStyle = colour;
  context.fillText(
    fitted(text, mostPx, (part) => context.measureText(part).width),
    x,
    y,
  );
}
